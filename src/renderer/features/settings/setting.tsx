import type { ReactNode } from 'react';

interface SettingProps {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  /** Below, over the whole width: what went wrong. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** One line of a card: what it is on the left, the control on the right. */
export function Setting({ title, lead, note, children }: SettingProps) {
  return (
    <div className="flex min-h-12 flex-col justify-center gap-2 px-4 py-3">
      <div className="flex items-center gap-6">
        <div className="min-w-0 grow">
          <h3 className="font-medium">{title}</h3>
          {lead !== undefined && <p className="text-table text-muted">{lead}</p>}
        </div>
        <div className="shrink-0">{children}</div>
      </div>
      {note}
    </div>
  );
}
