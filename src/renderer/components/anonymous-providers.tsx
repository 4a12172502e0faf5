import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import type { ApiError } from '../../shared/domain/event';
import { messages } from '../lib/messages';
import { useSettings } from '../lib/use-settings';
import { Button } from './button';
import { Dialog, DialogBody, DialogFooter } from './dialog';
import { Monogram } from './monogram';
import { ErrorNote } from './notes';

const words = messages.anonymous;
const AGREED = 'spidergate.anonymous-agreed';

interface AnonymousControl {
  readonly isOn: boolean;
  readonly failure: ApiError | null;
  readonly set: (isOn: boolean) => void;
}

interface AnonymousProvidersProps {
  readonly children: (control: AnonymousControl) => ReactNode;
}

/** The switch for providers that ask for no account. The first time it says what that means for prompts. */
export function AnonymousProviders({ children }: AnonymousProvidersProps) {
  const { loaded, failure, update } = useSettings();
  const [isAsking, setAsking] = useState(false);

  async function change(isOn: boolean): Promise<void> {
    const error = await update({ anonymous_providers: isOn });
    if (error !== null) return;
    setAsking(false);
    if (isOn) window.localStorage.setItem(AGREED, 'yes');
    toast(isOn ? words.switchedOn : words.switchedOff);
  }

  function set(isOn: boolean): void {
    if (isOn && window.localStorage.getItem(AGREED) === null) setAsking(true);
    else void change(isOn);
  }

  return (
    <>
      {children({
        isOn: loaded.value?.anonymous_providers ?? false,
        failure: isAsking ? null : failure,
        set,
      })}
      <Dialog open={isAsking} onClose={() => setAsking(false)} title={words.agreeTitle}>
        <AgreeForm failure={failure} onAgree={() => change(true)} onCancel={() => setAsking(false)} />
      </Dialog>
    </>
  );
}

interface AgreeFormProps {
  readonly failure: ApiError | null;
  readonly onAgree: () => Promise<void>;
  readonly onCancel: () => void;
}

function AgreeForm({ failure, onAgree, onCancel }: AgreeFormProps) {
  const [isBusy, setBusy] = useState(false);

  async function agree(): Promise<void> {
    setBusy(true);
    await onAgree();
    setBusy(false);
  }

  return (
    <>
      <DialogBody>
        <p>{words.agreeLead}</p>
        <ul className="card divide-y divide-line">
          {words.each.map(({ id, name, text }) => (
            <li key={id} className="flex items-center gap-2.5 px-3 py-2">
              <Monogram id={id} name={name} isLarge />
              <span className="w-20 shrink-0 font-medium">{name}</span>
              <span className="text-muted">{text}</span>
            </li>
          ))}
        </ul>
        <p className="text-muted">{words.limits}</p>
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        {/* Without a field to begin with, the focus would go to the close button and show its tooltip. */}
        <Button autoFocus onClick={onCancel}>
          {messages.actions.cancel}
        </Button>
        <Button variant="primary" busy={isBusy} onClick={() => void agree()}>
          {words.agree}
        </Button>
      </DialogFooter>
    </>
  );
}
