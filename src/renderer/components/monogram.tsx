import { chooseHue, writeInitials } from '../lib/monogram';

interface MonogramProps {
  readonly id: string;
  readonly name: string;
  readonly isLarge?: boolean;
}

/** A provider's mark: its initials on its own colour. Decoration only; the name always stands beside it. */
export function Monogram({ id, name, isLarge = false }: MonogramProps) {
  const { hue, chroma } = chooseHue(id);
  return (
    <span
      aria-hidden
      className={
        isLarge
          ? 'inline-flex size-6 shrink-0 items-center justify-center rounded-sm font-semibold text-label'
          : 'inline-flex size-4.5 shrink-0 items-center justify-center rounded-sm font-semibold text-[9px] leading-none'
      }
      style={{
        backgroundColor: `light-dark(oklch(92% ${0.05 * chroma} ${hue}), oklch(33% ${0.06 * chroma} ${hue}))`,
        color: `light-dark(oklch(38% ${0.11 * chroma} ${hue}), oklch(88% ${0.08 * chroma} ${hue}))`,
      }}
    >
      {writeInitials(name)}
    </span>
  );
}
