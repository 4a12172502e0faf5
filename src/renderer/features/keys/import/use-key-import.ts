import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { toast } from 'sonner';
import type { ApiError } from '../../../../shared/domain/event';
import type { KeyImportPreview } from '../../../../shared/domain/key-import';
import { useApp, useResource } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';
import { type ImportChoice, type ImportChoices, startChoices, toImportRequest } from './import-choices';

const words = messages.keyImport;

/** Where keys are looked for. */
export type ImportSource =
  | { readonly text: string; readonly fileName?: string }
  | { readonly environment: true };

/** Looks, lets choose, imports; the secrets never come back into the window. */
export function useKeyImport(initial: ImportSource | null, onDone: () => void) {
  const { bridge, replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const [preview, setPreview] = useState<KeyImportPreview | null>(null);
  const [choices, setChoices] = useState<ImportChoices>({});
  const [work, setWork] = useState<'idle' | 'reading' | 'importing'>('idle');
  const [failure, setFailure] = useState<ApiError | null>(null);
  const session = useRef<string | null>(null);

  function forget(): void {
    if (session.current !== null) void settle(bridge.keys.importForget({ session_id: session.current }));
    session.current = null;
  }

  async function look(source: ImportSource): Promise<void> {
    setFailure(null);
    setWork('reading');
    const request =
      'text' in source
        ? { text: source.text, ...(source.fileName === undefined ? {} : { file_name: source.fileName }) }
        : source;
    const answer = await settle(bridge.keys.importPreview(request));
    setWork('idle');
    if (!answer.ok) return setFailure(answer.error);
    forget();
    session.current = answer.value.session_id;
    setPreview(answer.value);
    setChoices(startChoices(answer.value));
  }

  async function take(workspaceId: string | null): Promise<void> {
    if (preview === null) return;
    setFailure(null);
    setWork('importing');
    const answer = await settle(
      bridge.keys.import(toImportRequest(preview, choices, providers, workspaceId)),
    );
    setWork('idle');
    if (!answer.ok) return setFailure(answer.error);
    session.current = null;
    void replica.keys.refresh();
    void replica.providers.refresh();
    toast(words.added(answer.value.length));
    onDone();
  }

  const lookFirst = useEffectEvent(() => {
    if (initial !== null) void look(initial);
  });
  const forgetLast = useEffectEvent(forget);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file may be dropped while this is open
  useEffect(() => lookFirst(), [initial]);
  useEffect(() => () => forgetLast(), []);

  return {
    preview,
    choices,
    providers,
    work,
    failure,
    look,
    take,
    choose(id: string, change: Partial<ImportChoice>): void {
      setChoices((all) => {
        const before = all[id];
        return before === undefined ? all : { ...all, [id]: { ...before, ...change } };
      });
    },
    startOver(): void {
      forget();
      setPreview(null);
      setFailure(null);
    },
  };
}
