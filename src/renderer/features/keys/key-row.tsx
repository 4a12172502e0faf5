import { Pencil, Plug, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ApiError } from '../../../shared/domain/event';
import type { KeyTestResult, ProviderKey } from '../../../shared/domain/key';
import { HealthWord, MarkedWord } from '../../components/marks';
import { MenuItem, MenuLine, RowMenu } from '../../components/menu';
import { Monogram } from '../../components/monogram';
import { ErrorNote } from '../../components/notes';
import { Switch } from '../../components/switch';
import { RelativeTime } from '../../components/times';
import { useApp, useNow, useResource } from '../../lib/app-context';
import { formatRelative } from '../../lib/format';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';
import { settle } from '../../lib/settle';
import { TestResult } from './test-result';

const words = messages.keys;

interface KeyRowProps {
  readonly apiKey: ProviderKey;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

export function KeyRow({ apiKey, onEdit, onDelete }: KeyRowProps) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const name = nameProvider(providers, apiKey.provider_name);
  const actions = useKeyActions(apiKey);
  const full = `${name} · ${apiKey.key_label}`;
  const hasNote = actions.result !== null || actions.failure !== null;
  return (
    <>
      <tr className="h-8 border-line not-first:border-t hover:bg-hover [&>td]:px-3">
        <td>
          <span className="flex min-w-0 items-center gap-2" title={full}>
            <Monogram id={apiKey.provider_name} name={name} />
            <span className="truncate">
              {name} <span className="text-muted">· {apiKey.key_label}</span>
            </span>
          </span>
        </td>
        <td className="truncate">
          <code className="mono text-muted">{apiKey.masked}</code>
        </td>
        <td>
          <KeyState apiKey={apiKey} isTesting={actions.isTesting} />
        </td>
        <td
          className="truncate text-muted @max-[820px]:hidden"
          title={apiKey.share_with_pool ? words.sharedHint : words.unsharedHint}
        >
          {apiKey.share_with_pool ? words.shared : words.unshared}
        </td>
        <td className="truncate text-muted @max-[820px]:hidden">
          <RelativeTime at={apiKey.last_used_at} />
        </td>
        <td>
          <span className="flex items-center justify-end gap-2">
            <Switch
              label={words.use(full)}
              checked={apiKey.enabled}
              onChange={(enabled) => void actions.setEnabled(enabled)}
            />
            <RowMenu label={words.actionsOf(full)}>
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
          </span>
        </td>
      </tr>
      {hasNote && (
        <tr>
          <td colSpan={6} className="px-3 pb-2">
            {actions.result !== null && <TestResult result={actions.result} />}
            <ErrorNote error={actions.failure} />
          </td>
        </tr>
      )}
    </>
  );
}

function KeyState({ apiKey, isTesting }: { readonly apiKey: ProviderKey; readonly isTesting: boolean }) {
  const now = useNow();
  const { health } = apiKey;
  if (isTesting) return <MarkedWord tone="info">{words.testing}</MarkedWord>;
  if (!apiKey.enabled) return <MarkedWord tone="off">{words.off}</MarkedWord>;
  if (health.cooling_until !== null && Date.parse(health.cooling_until) > now) {
    return <MarkedWord tone="warn">{words.cooling(formatRelative(health.cooling_until, now))}</MarkedWord>;
  }
  const reason = health.status === 'healthy' ? null : health.last_error_code;
  return (
    <span title={reason === null ? undefined : messages.explainError(reason)}>
      <HealthWord status={health.status} />
    </span>
  );
}

/** What can be done to a key in its row, and what came of it. */
function useKeyActions(apiKey: ProviderKey) {
  const { bridge, replica } = useApp();
  const [isTesting, setTesting] = useState(false);
  const [result, setResult] = useState<KeyTestResult | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const { id } = apiKey;

  function putKey(next: ProviderKey): void {
    replica.keys.patch((all) => all.map((key) => (key.id === next.id ? next : key)));
  }

  return {
    isTesting,
    result,
    failure,
    async test(): Promise<void> {
      setTesting(true);
      setResult(null);
      setFailure(null);
      const answer = await settle(bridge.keys.test({ id }));
      setTesting(false);
      if (answer.ok) setResult(answer.value);
      else setFailure(answer.error);
    },
    async resetHealth(): Promise<void> {
      setResult(null);
      const answer = await settle(bridge.keys.resetHealth({ id }));
      setFailure(answer.ok ? null : answer.error);
      if (answer.ok) putKey(answer.value);
    },
    async setEnabled(enabled: boolean): Promise<void> {
      const answer = await settle(bridge.keys.update({ id, change: { enabled } }));
      setFailure(answer.ok ? null : answer.error);
      if (answer.ok) putKey(answer.value);
    },
  };
}
