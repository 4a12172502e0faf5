import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import type { BackupState } from '../../../../shared/domain/change-plan';
import type { ApiError } from '../../../../shared/domain/event';
import { Button } from '../../../components/button';
import { ConfirmDialog } from '../../../components/dialog';
import { ErrorNote } from '../../../components/notes';
import { RelativeTime } from '../../../components/times';
import { useApp } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';
import { Setting } from '../setting';
import { ConfigImportDialog } from './config-import-dialog';
import { MakeBackupDialog } from './make-backup-dialog';
import { RestoreDialog } from './restore-dialog';

const words = messages.backup;

/** Everything in one encrypted file, the configuration without secrets, and the way back from both. */
export function BackupSettings() {
  const { state, refresh, take } = useBackupState();
  return (
    <section className="card max-w-[720px] divide-y divide-line" aria-label={words.title}>
      <BackupFile onDone={refresh} />
      <ConfigFile onDone={refresh} />
      {state?.undo_from && <UndoSetting from={state.undo_from} onUndone={take} />}
    </section>
  );
}

function useBackupState() {
  const { bridge } = useApp();
  const [state, setState] = useState<BackupState | null>(null);

  async function refresh(): Promise<void> {
    const answer = await settle(bridge.backup.state());
    if (answer.ok) setState(answer.value);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: read once when the page opens
  useEffect(() => void refresh(), []);
  return { state, refresh: () => void refresh(), take: setState };
}

function BackupFile({ onDone }: { readonly onDone: () => void }) {
  const { bridge } = useApp();
  const [isMaking, setMaking] = useState(false);
  const { file, failure, choose, forget } = useChosenFile(() => bridge.backup.choose());
  return (
    <Setting
      title={words.everything}
      lead={words.everythingLead}
      note={failure && <ErrorNote error={failure} />}
    >
      <span className="flex gap-2">
        <Button onClick={() => void choose()}>{words.restore}</Button>
        <Button onClick={() => setMaking(true)}>{words.make}</Button>
      </span>
      <MakeBackupDialog open={isMaking} onClose={() => setMaking(false)} />
      <RestoreDialog file={file} onClose={forget} onDone={onDone} />
    </Setting>
  );
}

function ConfigFile({ onDone }: { readonly onDone: () => void }) {
  const { bridge } = useApp();
  const { file, failure, choose, forget } = useChosenFile(() => bridge.config.choose());
  const [exportFailure, setExportFailure] = useState<ApiError | null>(null);

  async function exportConfig(): Promise<void> {
    const answer = await settle(bridge.config.export());
    setExportFailure(answer.ok ? null : answer.error);
    if (answer.ok && answer.value) toast(words.exported);
  }

  const shown = failure ?? exportFailure;
  return (
    <Setting title={words.config} lead={words.configLead} note={shown && <ErrorNote error={shown} />}>
      <span className="flex gap-2">
        <Button onClick={() => void choose()}>{words.import}</Button>
        <Button onClick={() => void exportConfig()}>{words.export}</Button>
      </span>
      <ConfigImportDialog file={file} onClose={forget} onDone={onDone} />
    </Setting>
  );
}

function useChosenFile(ask: () => ReturnType<ReturnType<typeof useApp>['bridge']['backup']['choose']>) {
  const [file, setFile] = useState<string | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function choose(): Promise<void> {
    const answer = await settle(ask());
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok && answer.value) setFile(answer.value.name);
  }

  return { file, failure, choose, forget: () => setFile(null) };
}

interface UndoProps {
  readonly from: string;
  readonly onUndone: (state: BackupState) => void;
}

function UndoSetting({ from, onUndone }: UndoProps) {
  const { bridge } = useApp();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function undo(): Promise<void> {
    setBusy(true);
    const answer = await settle(bridge.backup.undo());
    setBusy(false);
    setFailure(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    setAsking(false);
    onUndone(answer.value);
    toast(words.undone);
  }

  const lead = (
    <>
      {words.undoLead} <RelativeTime at={from} />.
    </>
  );
  return (
    <Setting title={words.undoTitle} lead={lead}>
      <Button onClick={() => setAsking(true)}>{words.undo}</Button>
      <ConfirmDialog
        open={isAsking}
        title={words.undoTitle}
        consequence={words.undoConsequence}
        action={words.undo}
        busy={isBusy}
        error={failure}
        onConfirm={() => void undo()}
        onCancel={() => setAsking(false)}
      />
    </Setting>
  );
}
