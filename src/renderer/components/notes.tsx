import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApiError } from '../../shared/domain/event';

type Tone = 'ok' | 'warn' | 'bad' | 'info';

const TONES: Readonly<Record<Tone, string>> = {
  ok: 'bg-ok-soft [&>svg]:text-ok-text',
  warn: 'bg-warn-soft [&>svg]:text-warn-text',
  bad: 'bg-bad-soft [&>svg]:text-bad-text',
  info: 'bg-panel [&>svg]:text-muted',
};
const ICONS = { ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert, info: Info } as const;

interface NoteProps {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
}

/** A sentence about what happened, next to where it happened. */
export function Note({ tone, children, action, className }: NoteProps) {
  const Icon = ICONS[tone];
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={clsx('flex items-start gap-2 rounded-md px-3 py-2', TONES[tone], className)}
    >
      <Icon className="mt-0.5" aria-hidden />
      <div className="selectable min-w-0 grow break-words">{children}</div>
      {action}
    </div>
  );
}

export function ErrorNote(props: { readonly error: ApiError | null; readonly action?: ReactNode }) {
  if (props.error === null) return null;
  return (
    <Note tone="bad" action={props.action}>
      {props.error.message}
    </Note>
  );
}
