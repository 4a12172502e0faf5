import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { Field } from '../../components/field';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { suggestModels } from './suggest-models';

const words = messages.agents;

interface ModelListFieldProps {
  readonly value: readonly string[];
  readonly onChange: (models: readonly string[]) => void;
  readonly error: string | undefined;
}

/** A list of names that grows by typing; aliases and their families are suggested. */
export function ModelListField({ value, onChange, error }: ModelListFieldProps) {
  const { replica } = useApp();
  const aliases = useResource(replica.aliases).value ?? [];
  const [text, setText] = useState('');
  const listId = useId();
  const suggestions = suggestModels(
    aliases.map((alias) => alias.id),
    value,
  );

  function add(name: string): void {
    const model = name.trim();
    if (model !== '' && !value.includes(model)) onChange([...value, model]);
    setText('');
  }

  function handleKey(event: KeyboardEvent): void {
    if ((event.key === 'Enter' || event.key === ',') && text.trim() !== '') {
      event.preventDefault();
      add(text);
    } else if (event.key === 'Backspace' && text === '') onChange(value.slice(0, -1));
  }

  return (
    <Field
      label={words.allowed}
      hint={value.length === 0 ? words.allowedEveryHint : words.allowedHint}
      error={error}
    >
      {(ids) => (
        <div className="control flex h-auto min-h-7 flex-wrap items-center gap-1 px-1 py-0.5 focus-within:border-accent">
          {value.map((model) => (
            <span
              key={model}
              className="inline-flex h-5 items-center gap-1 rounded-sm bg-hover pr-0.5 pl-1.5 text-table"
            >
              {model}
              <button
                type="button"
                aria-label={words.removeModel(model)}
                onClick={() => onChange(value.filter((other) => other !== model))}
                className="rounded-sm text-muted hover:text-text"
              >
                <X className="size-3.5!" aria-hidden />
              </button>
            </span>
          ))}
          <input
            {...ids}
            list={listId}
            value={text}
            spellCheck={false}
            autoComplete="off"
            placeholder={value.length === 0 ? words.allowedPlaceholder : ''}
            onChange={(event) => {
              const next = event.target.value;
              // Choosing a suggestion arrives as a change, not as a key.
              if (suggestions.includes(next)) add(next);
              else setText(next);
            }}
            onKeyDown={handleKey}
            onBlur={() => add(text)}
            className="h-5 min-w-24 grow bg-transparent px-1 outline-none"
          />
          <datalist id={listId}>
            {suggestions.map((model) => (
              <option key={model} value={model} />
            ))}
          </datalist>
        </div>
      )}
    </Field>
  );
}
