import { useState } from 'react';
import type { Status } from '../../../../shared/domain/status';
import { Button } from '../../../components/button';
import { messages } from '../../../lib/messages';
import { Setting } from '../setting';
import { DiagnosticsDialog } from './diagnostics-dialog';

const words = messages.diagnostics;

export function AboutSettings({ status }: { readonly status: Status | null }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="card divide-y divide-line">
      <Setting title={messages.settings.version}>
        <span className="selectable text-muted tabular-nums">{status?.version ?? messages.unknown}</span>
      </Setting>
      <Setting title={words.title} lead={words.lead}>
        <Button onClick={() => setOpen(true)}>{words.action}</Button>
        {isOpen && <DiagnosticsDialog onClose={() => setOpen(false)} />}
      </Setting>
    </div>
  );
}
