import type { ReactNode } from 'react';
import { messages } from '../lib/messages';
import type { Loaded } from '../lib/resource';
import { Button } from './button';
import { ErrorNote } from './notes';

interface PageProps {
  readonly title: string;
  /** What the page is for, in one sentence. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page that scrolls as a whole under its own title. */
export function Page({ title, lead, actions, children }: PageProps) {
  return (
    <main className="h-full overflow-y-auto" aria-label={title}>
      <div className="@container mx-auto flex min-h-full max-w-[1120px] flex-col gap-4 px-6 pt-5 pb-8">
        <PageTitle title={title} lead={lead} actions={actions} />
        {children}
      </div>
    </main>
  );
}

function PageTitle({ title, lead, actions }: Omit<PageProps, 'children'>) {
  return (
    <header className="flex min-h-7 items-start gap-4">
      <div className="min-w-0 grow">
        <h1 className="text-title font-semibold">{title}</h1>
        {lead !== undefined && <p className="max-w-[96ch] text-muted">{lead}</p>}
      </div>
      {actions !== undefined && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </header>
  );
}

interface LoadedViewProps<T> {
  readonly loaded: Loaded<T>;
  /** Of everything the page shows: whatever kept this from being read has hardly kept the rest. */
  readonly onRetry: () => void;
  readonly children: (value: T) => ReactNode;
}

/** Loading, failed, or there. A value that could not be read again stays visible under the error. */
export function LoadedView<T>({ loaded, onRetry, children }: LoadedViewProps<T>) {
  const retry = (
    <Button variant="quiet" className="-my-1" onClick={onRetry}>
      {messages.actions.tryAgain}
    </Button>
  );
  if (loaded.value === null) {
    return loaded.error === null ? <Skeleton /> : <ErrorNote error={loaded.error} action={retry} />;
  }
  return (
    <>
      <ErrorNote error={loaded.error} action={retry} />
      {children(loaded.value)}
    </>
  );
}

const SKELETON_WIDTHS = ['62%', '48%', '70%', '55%', '40%'];

/** Appears only after a moment: most reads are answered before anybody could see it. */
function Skeleton() {
  return (
    <div
      role="status"
      aria-label={messages.loading}
      className="card animate-[veil_300ms_250ms_both] divide-y divide-line"
    >
      {SKELETON_WIDTHS.map((width) => (
        <div key={width} className="flex h-8 items-center px-3">
          <span className="h-2 rounded-full bg-hover" style={{ width }} />
        </div>
      ))}
    </div>
  );
}

interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** Teaches: one sentence, one action, one example. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex grow flex-col items-center justify-center gap-3 px-6 py-12 text-center">
      <span className="flex size-9 items-center justify-center rounded-md border border-line bg-panel text-muted">
        {icon}
      </span>
      <div className="flex max-w-[52ch] flex-col gap-1">
        <h2 className="text-body font-semibold">{title}</h2>
        <div className="text-muted">{children}</div>
      </div>
      {action}
    </div>
  );
}
