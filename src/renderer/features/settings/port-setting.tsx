import { useState } from 'react';
import { toast } from 'sonner';
import type { ApiError } from '../../../shared/domain/event';
import { Button } from '../../components/button';
import { TextInput } from '../../components/field';
import { ErrorNote } from '../../components/notes';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { shortenUrl } from '../../lib/snippets';
import { Setting } from './setting';

const words = messages.portSettings;

/** Moves the gateway while it runs. A port that cannot be had is said here, and everything stays as it was. */
export function PortSetting({ url }: { readonly url: string }) {
  const now = new URL(url).port;
  const [typed, setTyped] = useState(now);
  const { isBusy, failure, move, refuse } = useMove();
  const port = /^\d{1,5}$/.test(typed.trim()) ? Number(typed.trim()) : 0;

  function submit(): void {
    if (typed.trim() === now) return;
    if (port < 1 || port > 65_535) refuse(words.notANumber);
    else void move(port, Number(now));
  }

  return (
    <Setting title={words.title} lead={words.lead} note={<ErrorNote error={failure} />}>
      <form
        className="flex items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextInput
          className="mono w-20! text-right tabular-nums"
          inputMode="numeric"
          aria-label={words.title}
          aria-invalid={failure !== null}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" aria-label={words.actionLabel} busy={isBusy} disabled={typed.trim() === now}>
          {words.action}
        </Button>
      </form>
    </Setting>
  );
}

function useMove() {
  const { bridge, replica } = useApp();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function move(port: number, before: number | null): Promise<void> {
    setBusy(true);
    const answer = await settle(bridge.gateway.setPort({ port }));
    setBusy(false);
    setFailure(answer.ok ? null : answer.error);
    if (!answer.ok) {
      // Nobody sees the note of a setting that is shown anew.
      if (before === null) toast.error(answer.error.message);
      return;
    }
    replica.status.put(answer.value);
    const undo = { label: messages.actions.undo, onClick: () => void move(before ?? port, null) };
    toast(words.moved(shortenUrl(answer.value.gateway.url)), before === null ? {} : { action: undo });
  }

  const refuse = (message: string) =>
    setFailure({ message, type: 'invalid_request_error', param: 'port', code: 'invalid_request_error' });
  return { isBusy, failure, move, refuse };
}
