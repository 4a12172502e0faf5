import { Dialog, DialogBody } from '../../components/dialog';
import { Keys } from '../../components/keys';
import { messages } from '../../lib/messages';
import { modifierKey } from '../../lib/platform';
import { PAGES } from '../navigation';

const words = messages.shortcuts;

const GROUPS = ['anywhere', 'log', 'lists'] as const;

interface Shortcut {
  readonly what: string;
  readonly keys: readonly string[];
  /** Up to which other key it goes. */
  readonly to?: readonly string[];
  /** Others that do the same. */
  readonly or?: readonly string[];
}

function listShortcuts(modifier: string): Readonly<Record<(typeof GROUPS)[number], readonly Shortcut[]>> {
  return {
    anywhere: [
      { what: words.palette, keys: [modifier, 'K'] },
      { what: words.pages, keys: [modifier, '1'], to: [String(PAGES.length)] },
      { what: words.filter, keys: ['/'] },
      { what: words.help, keys: ['?'] },
      { what: words.close, keys: ['Esc'] },
      { what: words.next, keys: ['Tab'] },
    ],
    log: [
      { what: words.rows, keys: ['↑', '↓'], or: ['J', 'K'] },
      { what: words.pageRows, keys: ['PgUp', 'PgDn'] },
      { what: words.ends, keys: ['Home', 'End'] },
      { what: words.openRow, keys: ['↵'] },
      { what: words.closeRow, keys: ['Esc'] },
    ],
    lists: [
      { what: words.drag, keys: ['Space'] },
      { what: words.dragMove, keys: ['↑', '↓'] },
      { what: words.dragBack, keys: ['Esc'] },
    ],
  };
}

export function ShortcutsDialog(props: { readonly open: boolean; readonly onClose: () => void }) {
  const groups = listShortcuts(modifierKey(navigator.userAgent));
  return (
    <Dialog open={props.open} onClose={props.onClose} title={words.title}>
      <DialogBody>
        {GROUPS.map((group) => (
          <section key={group} className="flex flex-col">
            <h3 className="pb-1 text-label text-muted">{words.groups[group]}</h3>
            <dl>
              {groups[group].map((shortcut) => (
                <ShortcutLine key={shortcut.what} shortcut={shortcut} />
              ))}
            </dl>
          </section>
        ))}
      </DialogBody>
    </Dialog>
  );
}

function ShortcutLine({ shortcut }: { readonly shortcut: Shortcut }) {
  const { what, keys, to, or } = shortcut;
  return (
    <div className="flex h-8 items-center justify-between border-line not-first:border-t">
      <dt>{what}</dt>
      <dd className="flex items-center gap-1.5 text-label text-muted">
        <Keys keys={keys} />
        {to !== undefined && (
          <>
            {words.upTo} <Keys keys={to} />
          </>
        )}
        {or !== undefined && (
          <>
            {words.or} <Keys keys={or} />
          </>
        )}
      </dd>
    </div>
  );
}
