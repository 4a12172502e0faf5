import { clsx } from 'clsx';
import { TriangleAlert, X } from 'lucide-react';
import { Button } from '../../components/button';
import { Hint } from '../../components/hint';
import { messages } from '../../lib/messages';
import { dropTerm, type QueryTerm } from '../../lib/request-query';
import { useFilter } from './use-filter';

const words = messages.requests;
const NAMES: Readonly<Record<string, string>> = words.filters;
/** How each field is asked for, as an example. */
const EXAMPLES: Readonly<Record<string, string>> = {
  status: 'status:error',
  cost: 'cost>0.01',
  time: 'time>5s',
  first: 'first>2s',
  fallback: 'fallback:yes',
  recorded: 'recorded:yes',
  since: 'since:24h',
};

/** What the filter means, piece by piece; each can be taken away. */
export function FilterChips() {
  const { filter, ask } = useFilter();
  if (filter.terms.length === 0) return null;
  return (
    <ul className="flex shrink-0 flex-wrap items-center gap-1.5 border-line border-b px-4 py-1.5">
      {filter.terms.map((term) => (
        <TermChip key={term.raw} term={term} onRemove={() => ask(dropTerm(filter, term.raw))} />
      ))}
      {filter.text !== '' && (
        <Chip
          name={null}
          value={words.textFilter(filter.text)}
          onRemove={() => ask(dropTerm(filter, null))}
        />
      )}
      <li>
        <Button variant="quiet" className="h-6 px-1.5 text-table" onClick={() => ask('')}>
          {words.clearFilter}
        </Button>
      </li>
    </ul>
  );
}

function TermChip({ term, onRemove }: { readonly term: QueryTerm; readonly onRemove: () => void }) {
  const value = term.raw.slice(term.field.length).replace(/^:/, '').replaceAll('"', '');
  const name = NAMES[term.field] ?? term.field;
  const chip = <Chip name={name} value={value} isBad={term.condition === null} onRemove={onRemove} />;
  if (term.condition !== null) return chip;
  return <Hint text={words.badFilter(name, EXAMPLES[term.field] ?? `${term.field}:…`)}>{chip}</Hint>;
}

interface ChipProps {
  readonly name: string | null;
  readonly value: string;
  readonly isBad?: boolean;
  readonly onRemove: () => void;
}

function Chip({ name, value, isBad = false, onRemove, ...rest }: ChipProps) {
  return (
    <li
      {...rest}
      className={clsx(
        'inline-flex h-6 max-w-80 items-center gap-1 rounded-md border pl-2 text-table',
        isBad ? 'border-bad bg-bad-soft text-bad-text' : 'border-line-strong bg-raised',
      )}
    >
      {isBad && <TriangleAlert className="size-3.5!" aria-hidden />}
      {name !== null && <span className="shrink-0 text-muted">{name}</span>}
      <span className={clsx('truncate', isBad && 'line-through')}>{value}</span>
      <button
        type="button"
        aria-label={words.removeFilter(name === null ? value : `${name} ${value}`)}
        onClick={onRemove}
        className="inline-flex size-5.5 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-text"
      >
        <X className="size-3.5!" aria-hidden />
      </button>
    </li>
  );
}
