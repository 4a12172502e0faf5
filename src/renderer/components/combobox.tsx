// biome-ignore-all lint/a11y/useSemanticElements: a native list of options cannot hold marks and details
// biome-ignore-all lint/a11y/useFocusableInteractive: the search field keeps the focus (aria-activedescendant)
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the search field handles the keys
import { clsx } from 'clsx';
import { ChevronDown, Search } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { messages } from '../lib/messages';

export interface ComboboxOption {
  readonly value: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly mark?: ReactNode;
}

interface ComboboxProps {
  readonly id: string;
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly options: readonly ComboboxOption[];
  readonly placeholder: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: boolean | undefined;
}

/** A select with a search field, for lists too long to look through. */
export function Combobox({ value, onChange, options, placeholder, ...rest }: ComboboxProps) {
  const [isOpen, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button type="button" {...rest} className="control flex w-full items-center gap-2 text-left">
          {chosen?.mark}
          <span className={clsx('grow truncate', chosen === undefined && 'text-faint')}>
            {chosen?.label ?? placeholder}
          </span>
          <ChevronDown className="text-muted" aria-hidden />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="pop z-50 flex w-(--radix-popover-trigger-width) flex-col rounded-md border border-line bg-raised shadow-float outline-none"
        >
          <OptionList
            options={options}
            value={value}
            onChoose={(next) => {
              onChange(next);
              setOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface OptionListProps {
  readonly options: readonly ComboboxOption[];
  readonly value: string | null;
  readonly onChoose: (value: string) => void;
}

function OptionList({ options, value, onChoose }: OptionListProps) {
  const listId = useId();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const wanted = search.trim().toLowerCase();
  const shown = options.filter((option) => `${option.label} ${option.value}`.toLowerCase().includes(wanted));
  const activeRef = useRef<HTMLDivElement>(null);
  const activeId = `${listId}-${active}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the active option, whichever element that is
  useEffect(() => {
    activeRef.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function handleKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const option = shown[active];
    if (step !== 0) setActive(Math.max(0, Math.min(shown.length - 1, active + step)));
    else if (event.key === 'Enter' && option !== undefined) onChoose(option.value);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <div className="flex items-center gap-2 border-line border-b px-2.5">
        <Search className="text-muted" aria-hidden />
        <input
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={activeId}
          aria-label={messages.actions.search}
          placeholder={messages.actions.search}
          value={search}
          onKeyDown={handleKey}
          onChange={(event) => {
            setSearch(event.target.value);
            setActive(0);
          }}
          className="h-8 grow bg-transparent outline-none"
        />
      </div>
      <div id={listId} role="listbox" className="max-h-60 overflow-y-auto p-1">
        {shown.length === 0 && <p className="px-2 py-1 text-muted">{messages.nothingFound}</p>}
        {shown.map((option, index) => (
          <div
            key={option.value}
            id={`${listId}-${index}`}
            ref={index === active ? activeRef : null}
            role="option"
            aria-selected={option.value === value}
            onClick={() => onChoose(option.value)}
            onPointerMove={() => setActive(index)}
            className={clsx('flex h-7 items-center gap-2 rounded-sm px-2', index === active && 'bg-hover')}
          >
            {option.mark}
            <span className="truncate">{option.label}</span>
            {option.detail !== undefined && (
              <span className="ml-auto truncate text-label text-faint">{option.detail}</span>
            )}
          </div>
        ))}
      </div>
    </>
  );
}
