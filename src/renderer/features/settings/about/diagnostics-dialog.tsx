import { Check, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import type { ApiError } from '../../../../shared/domain/event';
import { Button } from '../../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../../components/dialog';
import { ErrorNote } from '../../../components/notes';
import { useApp } from '../../../lib/app-context';
import { formatCount } from '../../../lib/format';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';

const words = messages.diagnostics;

/** The whole file before it is saved: what is read here is what leaves. */
export function DiagnosticsDialog({ onClose }: { readonly onClose: () => void }) {
  const { text, failure, isSaving, save } = useDiagnostics(onClose);
  return (
    <Dialog open onClose={onClose} title={words.dialog} isWide>
      <DialogBody>
        <ul className="flex flex-col gap-1">
          <li className="flex gap-2">
            <Check className="mt-0.5 text-ok-text" aria-hidden />
            {words.holds}
          </li>
          <li className="flex gap-2">
            <X className="mt-0.5 text-muted" aria-hidden />
            {words.without}
          </li>
        </ul>
        <ErrorNote error={failure} />
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={words.content}
          className="h-[44vh] overflow-auto rounded-md border border-line bg-panel px-3 py-2.5 text-table"
        >
          <pre className="font-mono leading-[18px]">{text ?? messages.loading}</pre>
        </section>
      </DialogBody>
      <DialogFooter>
        {text !== null && (
          <span className="grow text-table text-muted tabular-nums">
            {words.size(formatCount(Math.ceil(text.length / 1000)))}
          </span>
        )}
        <Button onClick={onClose}>{messages.actions.cancel}</Button>
        <Button variant="primary" busy={isSaving} disabled={text === null} onClick={() => void save()}>
          {words.save}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function useDiagnostics(onSaved: () => void) {
  const { bridge } = useApp();
  const [text, setText] = useState<string | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [isSaving, setSaving] = useState(false);

  async function read(): Promise<void> {
    const answer = await settle(bridge.diagnostics.preview());
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) setText(answer.value);
  }

  async function save(): Promise<void> {
    setSaving(true);
    const answer = await settle(bridge.diagnostics.save());
    setSaving(false);
    setFailure(answer.ok ? null : answer.error);
    if (!answer.ok || !answer.value) return;
    toast(words.saved);
    onSaved();
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: read once when the dialog opens
  useEffect(() => void read(), []);
  return { text, failure, isSaving, save };
}
