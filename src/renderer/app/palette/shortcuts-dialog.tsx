import { Dialog, DialogBody } from '../../components/dialog';
import { Keys } from '../../components/keys';
import { messages } from '../../lib/messages';
import { modifierKey } from '../../lib/platform';
import { PAGES } from '../navigation';

const words = messages.shortcuts;

const GROUPS = ['anywhere', 'log'] as const;

interface Shortcut {
  readonly what: string;
  readonly keys: readonly string[];
  /** Up to which other key it goes. */
  readonly to?: readonly string[];
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
      { what: words.rows, keys: ['↑', '↓'] },
      { what: words.pageRows, keys: ['PgUp', 'PgDn'] },
      { what: words.ends, keys: ['Home', 'End'] },
      { what: words.openRow, keys: ['↵'] },
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
  const { what, keys, to } = shortcut;
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
      </dd>
    </div>
  );
}
