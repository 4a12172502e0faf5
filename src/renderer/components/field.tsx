import { clsx } from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly optional?: string | undefined;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** A label above, a control, and below it what is wrong or, when nothing is, a hint. */
export function Field({ label, optional, hint, error, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="flex items-baseline gap-1.5 text-table font-medium">
        {label}
        {optional !== undefined && <span className="text-label font-normal text-faint">{optional}</span>}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : noteId,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {note !== undefined && (
        <div
          id={noteId}
          className={clsx(
            'text-table first-letter:uppercase',
            error === undefined ? 'text-muted' : 'text-bad-text',
          )}
        >
          {note}
        </div>
      )}
    </div>
  );
}

export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input spellCheck={false} autoComplete="off" {...rest} className={clsx('control w-full', className)} />
  );
}

/** Never shown in clear, never offered to a password manager, never spell-checked. */
export function SecretInput({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      {...rest}
      type="password"
      spellCheck={false}
      autoComplete="off"
      data-1p-ignore
      className={clsx('control mono w-full', className)}
    />
  );
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea spellCheck={false} {...rest} className={clsx('control h-auto w-full py-1', className)} />;
}
