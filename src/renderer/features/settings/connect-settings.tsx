import { useState } from 'react';
import { TextInput } from '../../components/field';
import { ErrorNote } from '../../components/notes';
import { messages } from '../../lib/messages';
import { useSettings } from '../../lib/use-settings';
import { Setting } from './setting';

const words = messages.connect;

/** What a sign-in at a provider needs that only its owner can get. */
export function ConnectSettings() {
  const { loaded, failure, update } = useSettings();
  const stored = loaded.value?.huggingface_client_id ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const save = () => {
    const next = (typed ?? stored).trim();
    if (next === stored) return setTyped(null);
    void update({ huggingface_client_id: next }).then((error) => {
      if (error === null) setTyped(null);
    });
  };
  return (
    <Setting title={words.clientId} lead={words.clientIdLead} note={<ErrorNote error={failure} />}>
      <TextInput
        className="mono w-60"
        aria-label={words.clientIdLabel}
        placeholder={words.clientIdPlaceholder}
        value={typed ?? stored}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
        }}
      />
    </Setting>
  );
}
