import { clsx } from 'clsx';

interface KeysProps {
  readonly keys: readonly string[];
  readonly className?: string;
}

/** Keys of the keyboard, as they are printed. */
export function Keys({ keys, className }: KeysProps) {
  return (
    <span className={clsx('inline-flex shrink-0 gap-1', className)}>
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line-strong bg-bg px-1 font-sans text-label text-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
