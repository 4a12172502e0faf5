import { clsx } from 'clsx';

const RADIUS = 6;
const LENGTH = 2 * Math.PI * RADIUS;
/** Below this a ring says that it will soon be empty. */
const SCARCE = 0.15;

interface ShareRingProps {
  /** 0 to 1; `null`: not known. */
  readonly share: number | null;
  readonly isLarge?: boolean;
}

/** Filled with what is left: empty, with a dot, when nothing is; dashed when it is not known. The number stands beside it. */
export function ShareRing({ share, isLarge = false }: ShareRingProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={clsx('shrink-0 -rotate-90', isLarge ? 'size-6' : 'size-4')}
      fill="none"
    >
      <circle
        cx="8"
        cy="8"
        r={RADIUS}
        strokeWidth={share === null ? 1.5 : 3}
        className={share === null ? 'stroke-faint' : 'stroke-line-strong'}
        {...(share === null ? { strokeDasharray: '2.2 2.5' } : {})}
      />
      {/* An empty ring alone could be taken for one that was never drawn. */}
      {share !== null && share <= 0 && <circle cx="8" cy="8" r="1.75" className="fill-bad" />}
      {share !== null && share > 0 && (
        <circle
          cx="8"
          cy="8"
          r={RADIUS}
          strokeWidth="3"
          className={clsx(share < SCARCE ? 'stroke-warn' : 'stroke-ok')}
          // A sliver stays visible: a little is not nothing.
          strokeDasharray={`${Math.max(share, 0.06) * LENGTH} ${LENGTH}`}
        />
      )}
    </svg>
  );
}
