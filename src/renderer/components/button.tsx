import { clsx } from 'clsx';
import { LoaderCircle } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Hint } from './hint';

type Variant = 'primary' | 'secondary' | 'quiet' | 'danger';

const VARIANTS: Readonly<Record<Variant, string>> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover border-transparent font-medium',
  secondary: 'bg-raised border-line-strong hover:bg-hover hover:border-faint',
  quiet: 'border-transparent text-muted hover:bg-hover hover:text-text',
  danger: 'bg-bad-fill text-[white] border-transparent font-medium hover:brightness-110',
};

interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: Variant;
  /** Shows that the work it started is still going on, and takes no second click. */
  readonly busy?: boolean;
}

export function Button({ variant = 'secondary', busy = false, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy}
      disabled={rest.disabled === true || busy}
      className={clsx(
        'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-md border px-2.5 text-body whitespace-nowrap transition-colors duration-[120ms] disabled:opacity-50',
        VARIANTS[variant],
        className,
      )}
    >
      {busy && <LoaderCircle className="animate-spin" aria-hidden />}
      {children}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<'button'> {
  readonly label: string;
}

/** A button of one icon; its words are in the tooltip and for screen readers. */
export function IconButton({ label, className, children, ...rest }: IconButtonProps) {
  return (
    <Hint text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={clsx(
          'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-[120ms] hover:bg-hover hover:text-text disabled:opacity-40',
          className,
        )}
      >
        {children}
      </button>
    </Hint>
  );
}
