import { Command as Menu } from 'cmdk';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AliasSlot } from '../../../shared/domain/alias';
import type { ModelSummary } from '../../../shared/domain/model';
import { Dialog } from '../../components/dialog';
import { Monogram } from '../../components/monogram';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';
import { settle } from '../../lib/settle';
import { Context, Price } from './slot-figures';

const words = messages.aliases;
const TYPING_PAUSE_MS = 120;

interface SlotPickerProps {
  readonly open: boolean;
  readonly aliasId: string;
  readonly taken: readonly AliasSlot[];
  readonly onClose: () => void;
  readonly onChoose: (model: ModelSummary) => void;
}

/** Any model of any provider, found by typing; what can be asked now comes first. */
export function SlotPicker({ open, aliasId, taken, onClose, onChoose }: SlotPickerProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={words.slot.addTitle(aliasId)}
      description={words.slot.addLead}
      isWide
    >
      {open && <ModelList taken={taken} onChoose={onChoose} />}
    </Dialog>
  );
}

function ModelList({ taken, onChoose }: Pick<SlotPickerProps, 'taken' | 'onChoose'>) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const [query, setQuery] = useState('');
  const models = useModelSearch(query);
  const isTaken = ({ provider, model }: ModelSummary) =>
    taken.some((slot) => slot.provider === provider && slot.model === model);
  return (
    <Menu label={words.slot.addList} shouldFilter={false} loop className="flex min-h-0 flex-col">
      <div className="mx-6 flex h-8 items-center gap-2 rounded-md border border-line-strong px-2.5 focus-within:border-accent">
        <Search className="text-muted" aria-hidden />
        <Menu.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder={words.slot.addSearch}
          className="h-full grow bg-transparent outline-none"
        />
      </div>
      <Menu.List
        label={words.slot.addList}
        className="mt-2 h-[min(400px,50vh)] scroll-py-1.5 overflow-y-auto px-4 pb-4"
      >
        {models !== null && models.length === 0 && (
          <p className="px-2 py-3 text-muted">{words.slot.addNone(query.trim())}</p>
        )}
        {(models ?? []).map((model) => (
          <ModelLine
            key={`${model.provider}/${model.model}`}
            model={model}
            providerName={nameProvider(providers, model.provider)}
            isTaken={isTaken(model)}
            onChoose={() => onChoose(model)}
          />
        ))}
      </Menu.List>
    </Menu>
  );
}

/** `null` until something was found for the first time. */
function useModelSearch(query: string): readonly ModelSummary[] | null {
  const { bridge } = useApp();
  const [models, setModels] = useState<readonly ModelSummary[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const timer = window.setTimeout(() => {
      void settle(bridge.models.search({ search: query.trim(), limit: 60 })).then((found) => {
        if (isCurrent && found.ok) setModels(found.value);
      });
    }, TYPING_PAUSE_MS);
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [bridge, query]);
  return models;
}

interface ModelLineProps {
  readonly model: ModelSummary;
  readonly providerName: string;
  readonly isTaken: boolean;
  readonly onChoose: () => void;
}

function ModelLine({ model, providerName, isTaken, onChoose }: ModelLineProps) {
  const note = isTaken ? words.slot.inChain : model.configured ? '' : words.slot.noKey;
  return (
    <Menu.Item
      value={`${model.provider}/${model.model}`}
      onSelect={onChoose}
      disabled={isTaken}
      className="flex h-8 items-center gap-2 rounded-sm px-2 text-table data-[disabled=true]:opacity-50 data-[selected=true]:bg-accent-soft"
    >
      <Monogram id={model.provider} name={providerName} />
      <span className="w-28 shrink-0 truncate" title={providerName}>
        {providerName}
      </span>
      <code className="mono min-w-0 grow truncate text-muted" title={model.model}>
        {model.model}
      </code>
      <span className="shrink-0 text-label text-faint">{note}</span>
      <span className="w-11 shrink-0 text-right text-muted">
        <Context tokens={model.context_window} />
      </span>
      <span className="w-24 shrink-0 truncate text-right text-muted">
        <Price summary={model} tier={model.tier} />
      </span>
    </Menu.Item>
  );
}
