import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '../components/button';
import { CopyIcon } from '../components/copy-button';
import { Hint } from '../components/hint';
import { Mark, type MarkTone } from '../components/marks';
import { useApp, useResource } from '../lib/app-context';
import { formatCount, formatMoney } from '../lib/format';
import { type GatewayMood, judgeMood } from '../lib/gateway-mood';
import { messages } from '../lib/messages';
import { settle } from '../lib/settle';
import { shortenUrl, writeBaseUrl } from '../lib/snippets';

const TONES: Readonly<Record<GatewayMood, MarkTone>> = {
  running: 'ok',
  empty: 'ok',
  degraded: 'warn',
  locked: 'warn',
  paused: 'off',
  failed: 'bad',
};

/** What the whole is doing, where it can be reached, what it did today. */
export function Header() {
  const { replica } = useApp();
  const status = useResource(replica.status).value;
  const providers = useResource(replica.providers).value ?? [];
  if (status === null) return <header className="h-12 shrink-0 border-line border-b" />;
  const mood = judgeMood(status, providers);
  const { counts, gateway } = status;
  return (
    <header className="flex h-12 shrink-0 items-center gap-4 border-line border-b pr-3 pl-6">
      <Hint text={messages.mood.explained[mood]}>
        <span className="flex items-center gap-2 font-medium" data-testid="gateway-state">
          <Mark tone={TONES[mood]} />
          {messages.mood.word[mood]}
        </span>
      </Hint>
      <span className="flex items-center gap-0.5">
        <code className="mono text-muted">{shortenUrl(gateway.url)}</code>
        <CopyIcon text={writeBaseUrl(gateway.url)} what={messages.things.address} />
      </span>
      <span className="ml-auto flex items-baseline gap-1.5 text-muted tabular-nums">
        <Hint text={messages.header.todayHint}>
          <span>
            <span className="text-text">{formatCount(counts.requests_today)}</span>{' '}
            {messages.header.requests(counts.requests_today)}
            <span className="mx-1.5 text-faint">·</span>
            <span className="text-text">{formatMoney(counts.spent_today_usd)}</span> {messages.header.today}
          </span>
        </Hint>
      </span>
      {gateway.state !== 'failed' && <PauseButton isPaused={gateway.state === 'paused'} />}
    </header>
  );
}

function PauseButton(props: { readonly isPaused: boolean }) {
  const { bridge, replica } = useApp();
  const [isBusy, setBusy] = useState(false);

  async function toggle(): Promise<void> {
    setBusy(true);
    const result = await settle(props.isPaused ? bridge.gateway.resume() : bridge.gateway.pause());
    setBusy(false);
    if (result.ok) replica.status.put(result.value);
    else toast.error(result.error.message);
  }

  return (
    <Button variant={props.isPaused ? 'primary' : 'quiet'} disabled={isBusy} onClick={() => void toggle()}>
      {props.isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
      {props.isPaused ? messages.actions.resume : messages.actions.pause}
    </Button>
  );
}
