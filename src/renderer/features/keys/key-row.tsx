import { clsx } from 'clsx';
import { Pencil, Plug, RotateCcw, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProviderKey } from '../../../shared/domain/key';
import { Button } from '../../components/button';
import { HealthWord, MarkedWord } from '../../components/marks';
import { MenuItem, MenuLine, RowMenu } from '../../components/menu';
import { Monogram } from '../../components/monogram';
import { ErrorNote } from '../../components/notes';
import { useSortableItem } from '../../components/sortable';
import { Switch } from '../../components/switch';
import { RelativeTime } from '../../components/times';
import { useNow } from '../../lib/app-context';
import { formatCountdown } from '../../lib/format';
import { messages } from '../../lib/messages';
import { nameItem } from '../../lib/spotlight';
import { KeyFacts } from './key-facts';
import { GIVES_WAY } from './narrow-columns';
import { TestResult } from './test-result';
import { type KeyActions, useKeyActions } from './use-key-actions';

const words = messages.keys;

interface KeyRowsProps {
  readonly apiKey: ProviderKey;
  readonly providerName: string;
  /** Among the keys of its provider, from 1. */
  readonly place: number;
  readonly of: number;
  readonly terms: readonly string[];
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

/** The rows of one key, which are dragged together. */
export function KeyRows({ apiKey, providerName, place, of, terms, onEdit, onDelete }: KeyRowsProps) {
  const actions = useKeyActions(apiKey);
  const full = `${providerName} · ${apiKey.key_label}`;
  const item = useSortableItem({ id: apiKey.id, label: full, place, of });
  const owner = apiKey.share_with_pool
    ? { text: words.shared, hint: words.sharedHint }
    : { text: words.unshared, hint: words.unsharedHint };
  return (
    <tbody
      {...item.place}
      className={clsx(
        place === 1 && 'border-line not-first-of-type:border-t',
        item.isDragging && 'relative z-10 bg-raised shadow-float',
      )}
    >
      <tr
        className="h-8 hover:bg-hover [&>td]:px-3"
        data-key={apiKey.id}
        data-item={nameItem({ kind: 'key', id: apiKey.id })}
      >
        <td>
          <span className="flex min-w-0 items-center gap-2" title={full}>
            <span className="-mx-0.5 w-5 shrink-0">{item.handle}</span>
            <Monogram id={apiKey.provider_name} name={providerName} />
            <span className="truncate">
              {providerName} <span className="text-muted">· {apiKey.key_label}</span>
            </span>
          </span>
        </td>
        <td className="truncate">
          <code className="mono text-muted">{apiKey.masked}</code>
        </td>
        <td>
          <KeyState apiKey={apiKey} isTesting={actions.isTesting} />
        </td>
        <td className={clsx('truncate text-muted', GIVES_WAY)} title={owner.hint}>
          {owner.text}
        </td>
        <td className={clsx('truncate text-muted', GIVES_WAY)}>
          <RelativeTime at={apiKey.last_used_at} />
        </td>
        <td>
          <span className="flex items-center justify-end gap-2">
            <Switch
              label={words.use(full)}
              checked={apiKey.enabled}
              onChange={(enabled) => void actions.setEnabled(enabled)}
            />
            <KeyMenu name={full} actions={actions} onEdit={onEdit} onDelete={onDelete} />
          </span>
        </td>
      </tr>
      <KeyFacts
        apiKey={apiKey}
        terms={terms}
        isResultShown={actions.result !== null}
        onJoinAccount={actions.joinAccount}
      />
      <KeyNotes apiKey={apiKey} providerName={providerName} actions={actions} />
    </tbody>
  );
}

interface KeyMenuProps {
  readonly name: string;
  readonly actions: KeyActions;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

function KeyMenu({ name, actions, onEdit, onDelete }: KeyMenuProps) {
  return (
    <RowMenu label={words.actionsOf(name)}>
      <MenuItem onSelect={() => void actions.test()}>
        <Plug aria-hidden />
        {words.test}
      </MenuItem>
      <MenuItem onSelect={() => void actions.resetHealth()}>
        <RotateCcw aria-hidden />
        {words.resetHealth}
      </MenuItem>
      <MenuItem onSelect={onEdit}>
        <Pencil aria-hidden />
        {words.edit}
      </MenuItem>
      <MenuLine />
      <MenuItem isDangerous onSelect={onDelete}>
        <Trash2 aria-hidden />
        {words.delete}
      </MenuItem>
    </RowMenu>
  );
}

function KeyState({ apiKey, isTesting }: { readonly apiKey: ProviderKey; readonly isTesting: boolean }) {
  const now = useNow();
  const { health } = apiKey;
  if (isTesting) return <MarkedWord tone="info">{words.testing}</MarkedWord>;
  if (!apiKey.enabled) return <MarkedWord tone="off">{words.off}</MarkedWord>;
  const left = coolingLeft(apiKey, now);
  // A key that is failing is not merely cooling: its next try is a probe.
  if (left > 0 && health.status !== 'unhealthy') {
    return <MarkedWord tone="warn">{words.cooling(formatCountdown(left))}</MarkedWord>;
  }
  return <HealthWord status={health.status} />;
}

/** Milliseconds until the key, or one of its models, is back; 0 when nothing is waited for. */
function coolingLeft({ health }: ProviderKey, now: number): number {
  return health.cooling_until === null ? 0 : Math.max(0, Date.parse(health.cooling_until) - now);
}

interface KeyNotesProps {
  readonly apiKey: ProviderKey;
  readonly providerName: string;
  readonly actions: KeyActions;
}

/** Below the row: why it is not healthy, and what came of the last thing done to it. */
function KeyNotes({ apiKey, providerName, actions }: KeyNotesProps) {
  const now = useNow();
  const { health, enabled } = apiKey;
  const isTroubled = enabled && (health.status !== 'healthy' || coolingLeft(apiKey, now) > 0);
  return (
    <>
      {isTroubled && (
        <NoteRow>
          <p className="flex items-center gap-2 pl-12.5 text-muted">
            <span className="selectable">
              {words.explainTrouble(health.last_error_code, providerName)}
              {health.status === 'unhealthy' && coolingLeft(apiKey, now) > 0 && (
                <span className="tabular-nums">
                  {' '}
                  {words.triedAgain(formatCountdown(coolingLeft(apiKey, now)))}
                </span>
              )}
            </span>
            <Button
              variant="quiet"
              className="h-5! px-1.5! text-table!"
              onClick={() => void actions.resetHealth()}
            >
              {words.resetHealth}
            </Button>
          </p>
        </NoteRow>
      )}
      {(actions.result !== null || actions.failure !== null) && (
        <NoteRow>
          {actions.result !== null && <TestResult result={actions.result} />}
          <ErrorNote error={actions.failure} />
        </NoteRow>
      )}
    </>
  );
}

function NoteRow(props: { readonly children: ReactNode }) {
  return (
    <tr>
      <td colSpan={6} className="px-3 pb-2">
        {props.children}
      </td>
    </tr>
  );
}
