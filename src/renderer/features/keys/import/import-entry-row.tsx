import { clsx } from 'clsx';
import { useId } from 'react';
import type { KeyImportEntry } from '../../../../shared/domain/key-import';
import type { ProviderSummary } from '../../../../shared/domain/provider';
import { Combobox } from '../../../components/combobox';
import { TextInput } from '../../../components/field';
import { MarkedWord } from '../../../components/marks';
import { messages } from '../../../lib/messages';
import { listOptions } from '../provider-field';
import { canBeTaken, type ImportChoice, missingFields } from './import-choices';

const words = messages.keyImport;

interface ImportEntryRowProps {
  readonly entry: KeyImportEntry;
  readonly choice: ImportChoice;
  readonly providers: readonly ProviderSummary[];
  readonly onChange: (change: Partial<ImportChoice>) => void;
}

export function ImportEntryRow({ entry, choice, providers, onChange }: ImportEntryRowProps) {
  const id = useId();
  const isOpen = canBeTaken(entry);
  return (
    <li className="flex items-start gap-3 px-3 py-2" data-entry={entry.id}>
      <input
        id={id}
        type="checkbox"
        className="mt-1.5 size-3.5 accent-accent"
        checked={choice.isTaken}
        disabled={!isOpen}
        aria-label={words.take(entry.masked)}
        onChange={(event) => onChange({ isTaken: event.target.checked })}
      />
      <div className={clsx('flex min-w-0 grow flex-col gap-1', !choice.isTaken && !isOpen && 'text-muted')}>
        <div className="flex min-w-0 items-center gap-2">
          <label htmlFor={id} className="flex min-w-0 grow flex-col leading-tight">
            <code className="mono truncate">{entry.masked}</code>
            <span className="truncate text-label text-muted">{describeOrigin(entry)}</span>
          </label>
          {isOpen && <Choices entry={entry} choice={choice} providers={providers} onChange={onChange} />}
          {!isOpen && (
            <MarkedWord tone={entry.state === 'refused' ? 'warn' : 'off'}>
              {entry.state === 'refused' ? words.refused : words.duplicate}
            </MarkedWord>
          )}
        </div>
        {entry.reason !== null && <p className="text-table text-muted">{entry.reason}</p>}
        {isOpen && choice.providerId === null && <p className="text-table text-warn-text">{words.ask}</p>}
        {isOpen && <NeededFields entry={entry} choice={choice} providers={providers} onChange={onChange} />}
        {isOpen && <Terms provider={providers.find((provider) => provider.id === choice.providerId)} />}
      </div>
    </li>
  );
}

function describeOrigin({ name, recognised_by }: KeyImportEntry): string {
  const parts = [
    ...(name === null ? [] : [words.from(name)]),
    ...(recognised_by === 'name' ? [words.byName] : []),
    ...(recognised_by === 'address' ? [words.byAddress] : []),
  ];
  return parts.join(', ');
}

function Choices({ entry, choice, providers, onChange }: ImportEntryRowProps) {
  const id = useId();
  return (
    <>
      <div className="w-52 shrink-0">
        <label htmlFor={id} className="sr-only">
          {words.whose(entry.masked)}
        </label>
        <Combobox
          id={id}
          value={choice.providerId}
          onChange={(providerId) => onChange({ providerId, isTaken: true })}
          options={listOptions(providers, entry.choices)}
          placeholder={messages.keys.providerPlaceholder}
        />
      </div>
      <TextInput
        className="w-28! shrink-0"
        aria-label={words.labelOf(entry.masked)}
        placeholder={words.labelPlaceholder}
        maxLength={80}
        value={choice.label}
        onChange={(event) => onChange({ label: event.target.value })}
      />
    </>
  );
}

function NeededFields({ entry, choice, providers, onChange }: ImportEntryRowProps) {
  const needs = providers.find((provider) => provider.id === choice.providerId)?.needs ?? [];
  const missing = missingFields(choice, providers) ?? [];
  return needs.map((need) => {
    const name = messages.keys.needLabels[need] ?? need;
    return (
      <span key={need} className="flex items-center gap-2 text-table">
        <span className={missing.includes(need) && choice.isTaken ? 'text-warn-text' : 'text-muted'}>
          {name}
        </span>
        <TextInput
          className="mono"
          aria-label={words.fieldOf(name, entry.masked)}
          placeholder={messages.keys.needHints[need]}
          value={choice.fields[need] ?? ''}
          onChange={(event) => onChange({ fields: { ...choice.fields, [need]: event.target.value } })}
        />
      </span>
    );
  });
}

function Terms({ provider }: { readonly provider: ProviderSummary | undefined }) {
  if (provider === undefined || provider.terms.length === 0) return null;
  return <p className="text-label text-muted">{provider.terms.join(' · ')}</p>;
}
