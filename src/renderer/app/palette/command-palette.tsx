import { Command as Menu } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useMemo, useRef, useState } from 'react';
import { Keys } from '../../components/keys';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { modifierKey } from '../../lib/platform';
import { useReturnFocus } from '../../lib/use-return-focus';
import { buildCommands, type PaletteActions } from './build-commands';
import type { Command, CommandGroup } from './command';
import { rankCommands } from './rank-commands';

const words = messages.palette;

interface CommandPaletteProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly actions: PaletteActions;
}

/** Everything that can be found or done from the keyboard, in one field. */
export function CommandPalette({ open, onClose, actions }: CommandPaletteProps) {
  const chosen = useRef<Command | null>(null);
  // Not before the palette has gone: what a command opens takes the focus, and gives it back to the page.
  const focus = useReturnFocus(() => {
    const command = chosen.current;
    chosen.current = null;
    command?.run();
  });

  function choose(command: Command): void {
    chosen.current = command;
    onClose();
  }

  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          {...focus}
          aria-describedby={undefined}
          className="pop fixed top-[12vh] left-1/2 z-40 w-[600px] max-w-[calc(100vw-48px)] -translate-x-1/2 overflow-hidden rounded-md border border-line bg-raised shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">{words.title}</Dialog.Title>
          <PaletteList actions={actions} onChoose={choose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface PaletteListProps {
  readonly actions: PaletteActions;
  readonly onChoose: (command: Command) => void;
}

/** Exists only while the palette is open, so that a closed one follows nothing. */
function PaletteList({ actions, onChoose }: PaletteListProps) {
  const [query, setQuery] = useState('');
  const commands = useCommands(query, actions);

  return (
    <Menu label={words.title} shouldFilter={false} loop>
      <div className="flex h-11 items-center gap-2.5 border-line border-b px-4">
        <Search className="text-muted" aria-hidden />
        <Menu.Input
          value={query}
          onValueChange={setQuery}
          placeholder={words.placeholder}
          className="h-full grow bg-transparent outline-none"
        />
      </div>
      <Menu.List
        label={words.list}
        className="max-h-[min(528px,66vh)] scroll-py-1.5 overflow-y-auto px-1.5 pb-1.5"
      >
        <Menu.Empty className="px-2.5 py-4 text-muted">{words.none(query.trim())}</Menu.Empty>
        {splitByGroup(commands).map(([group, lines]) => (
          <Menu.Group
            key={group}
            heading={words.groups[group]}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-label [&_[cmdk-group-heading]]:text-muted"
          >
            {lines.map((command) => (
              <CommandLine key={command.id} command={command} onRun={() => onChoose(command)} />
            ))}
          </Menu.Group>
        ))}
      </Menu.List>
      <Footer />
    </Menu>
  );
}

function CommandLine({ command, onRun }: { readonly command: Command; readonly onRun: () => void }) {
  const { id, label, detail, shortcut } = command;
  return (
    <Menu.Item
      value={id}
      onSelect={onRun}
      className="flex h-8 items-center gap-4 rounded-sm px-2.5 data-[selected=true]:bg-accent-soft"
    >
      <span className="min-w-0 shrink-0 truncate">{label}</span>
      {detail !== undefined && (
        <span className="ml-auto min-w-0 truncate text-table text-muted">{detail}</span>
      )}
      {shortcut !== undefined && <Keys keys={shortcut} className={detail === undefined ? 'ml-auto' : ''} />}
    </Menu.Item>
  );
}

function Footer() {
  const { hints } = words;
  return (
    <footer className="flex items-center gap-4 border-line border-t bg-panel px-4 py-2 text-label text-muted">
      <span className="flex items-center gap-1.5">
        <Keys keys={['↑', '↓']} /> {hints.move}
      </span>
      <span className="flex items-center gap-1.5">
        <Keys keys={['↵']} /> {hints.run}
      </span>
      <span className="flex items-center gap-1.5">
        <Keys keys={['Esc']} /> {hints.close}
      </span>
    </footer>
  );
}

function useCommands(query: string, actions: PaletteActions): readonly Command[] {
  const { replica } = useApp();
  const status = useResource(replica.status).value;
  const gateway = status?.gateway.state ?? null;
  const vault = status?.vault.protection === 'passphrase' ? status.vault.state : null;
  const providers = useResource(replica.providers).value;
  const aliases = useResource(replica.aliases).value;
  const keys = useResource(replica.keys).value;
  const tokens = useResource(replica.agentTokens).value;
  // Those there were when the palette opened: lines that move under the arrow keys cannot be chosen.
  const [requests] = useState(() => replica.recent.store.getState().rows);
  return useMemo(() => {
    const state = {
      query,
      gateway,
      vault,
      modifier: modifierKey(navigator.userAgent),
      providers: providers ?? [],
      aliases: aliases ?? [],
      keys: keys ?? [],
      tokens: tokens ?? [],
      requests,
    };
    return rankCommands(buildCommands(state, actions), query);
  }, [query, gateway, vault, providers, aliases, keys, tokens, requests, actions]);
}

function splitByGroup(
  commands: readonly Command[],
): readonly (readonly [CommandGroup, readonly Command[]])[] {
  const groups = new Map<CommandGroup, Command[]>();
  for (const command of commands) {
    const lines = groups.get(command.group);
    if (lines === undefined) groups.set(command.group, [command]);
    else lines.push(command);
  }
  return [...groups];
}
