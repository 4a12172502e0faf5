import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Status } from '../../shared/domain/status';
import { Button, IconButton } from '../components/button';
import { CopyIcon } from '../components/copy-button';
import { Hint } from '../components/hint';
import { Keys } from '../components/keys';
import { Mark, type MarkTone } from '../components/marks';
import { useApp, useResource } from '../lib/app-context';
import { formatCount, formatMoney } from '../lib/format';
import { type GatewayMood, judgeMood } from '../lib/gateway-mood';
import { messages } from '../lib/messages';
import { modifierKey } from '../lib/platform';
import { settle } from '../lib/settle';
import { shortenUrl, writeBaseUrl } from '../lib/snippets';
import { RecordingBadge } from './recording-badge';

const TONES: Readonly<Record<GatewayMood, MarkTone>> = {
  running: 'ok',
  empty: 'ok',
  degraded: 'warn',
  locked: 'warn',
  paused: 'off',
  failed: 'bad',
};

const words = messages.header;

/** What the whole is doing, where it can be reached, what it did today; and the way to everything else. */
export function Header(props: { readonly onOpenPalette: () => void }) {
  const { replica } = useApp();
  const status = useResource(replica.status).value;
  const providers = useResource(replica.providers).value;
  if (status === null) return <header className="h-12 shrink-0 border-line border-b" />;
  const mood = judgeMood(status, providers);
  const { gateway } = status;
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
      <RecordingBadge />
      <Today counts={status.counts} />
      <span className="flex items-center gap-1">
        {gateway.state !== 'failed' && <PauseButton isPaused={gateway.state === 'paused'} />}
        <PaletteButton onOpen={props.onOpenPalette} />
      </span>
    </header>
  );
}

function Today({ counts }: Pick<Status, 'counts'>) {
  const requests = formatCount(counts.requests_today);
  return (
    <Hint text={words.today(words.manyRequests(counts.requests_today))}>
      <span className="ml-auto whitespace-nowrap text-muted tabular-nums">
        <span className="text-text">{requests}</span> {words.requests}
        <Dot />
        <span className="text-text">
          {counts.cost_estimated_today > 0 && '~'}
          {formatMoney(counts.spent_today_usd)}
        </span>
        {counts.saved_today_usd > 0 && (
          <>
            <Dot />
            {words.saved} <span className="text-text">~{formatMoney(counts.saved_today_usd)}</span>
          </>
        )}
      </span>
    </Hint>
  );
}

function Dot() {
  return <span className="mx-1.5 text-faint">·</span>;
}

function PaletteButton(props: { readonly onOpen: () => void }) {
  const modifier = modifierKey(navigator.userAgent);
  return (
    <Button variant="quiet" className="px-1.5!" aria-label={words.palette} onClick={props.onOpen}>
      <Keys keys={[modifier, 'K']} />
    </Button>
  );
}

/** Pausing is an icon; that nothing is answered until somebody resumes is said in a word. */
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

  if (!props.isPaused) {
    return (
      <IconButton label={messages.actions.pause} disabled={isBusy} onClick={() => void toggle()}>
        <Pause aria-hidden />
      </IconButton>
    );
  }
  return (
    <Button variant="primary" disabled={isBusy} onClick={() => void toggle()}>
      <Play aria-hidden />
      {messages.actions.resume}
    </Button>
  );
}
