import { useId } from 'react';
import { Button } from '../../components/button';
import { KeyPageLink } from '../../components/key-page-link';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';

interface PasteKeyProps {
  readonly onPaste: (secret: string) => void;
  readonly onChoose: () => void;
}

const words = messages.guide.key;
/** Where a newcomer gets a key soonest, without a card. */
const EASIEST = ['groq', 'google', 'openrouter'];

/** A field that only catches what is pasted; the dialog that opens then takes it from there. */
export function PasteKey({ onPaste, onChoose }: PasteKeyProps) {
  const id = useId();
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const easiest = EASIEST.flatMap((wanted) =>
    providers.filter((provider) => provider.id === wanted && provider.key_url !== null),
  );
  return (
    <>
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="sr-only">
          {words.field}
        </label>
        <input
          id={id}
          className="control mono w-80"
          placeholder={words.placeholder}
          value=""
          type="password"
          autoComplete="off"
          data-1p-ignore
          onPaste={(event) => {
            // The field itself would make one line of many.
            event.preventDefault();
            const text = event.clipboardData.getData('text').trim();
            if (text !== '') onPaste(text);
          }}
          onChange={(event) => onPaste(event.target.value.trim())}
        />
        <Button onClick={onChoose}>{words.choose}</Button>
      </div>
      {easiest.length > 0 && (
        <div className="-mb-1 flex flex-wrap items-center text-muted">
          <span>{words.getOne}</span>
          {easiest.map((provider) => (
            <KeyPageLink key={provider.id} providerId={provider.id}>
              {provider.name}
            </KeyPageLink>
          ))}
        </div>
      )}
    </>
  );
}
