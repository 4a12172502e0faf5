import { clsx } from 'clsx';
import { Bot, House, KeyRound, Plug, Route, ScrollText, Server, Settings, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AttentionItem } from '../../shared/domain/attention';
import { Logo } from '../components/logo';
import { Mark } from '../components/marks';
import { useApp, useResource } from '../lib/app-context';
import { formatCount } from '../lib/format';
import { messages } from '../lib/messages';
import type { PageName } from './navigation';

const ICONS: Readonly<Record<PageName, ReactNode>> = {
  overview: <House aria-hidden />,
  requests: <ScrollText aria-hidden />,
  keys: <KeyRound aria-hidden />,
  agents: <Bot aria-hidden />,
  aliases: <Route aria-hidden />,
  providers: <Server aria-hidden />,
  connect: <Plug aria-hidden />,
  settings: <Settings aria-hidden />,
};
const MAIN_PAGES = ['overview', 'requests', 'keys', 'agents', 'aliases', 'providers', 'connect'] as const;

interface SidebarProps {
  readonly page: PageName;
  readonly onGo: (page: PageName) => void;
}

export function Sidebar({ page, onGo }: SidebarProps) {
  const { replica } = useApp();
  const status = useResource(replica.status).value;
  const running = status?.counts.requests_running ?? 0;
  const attention = useResource(replica.attention).value ?? [];
  const badges: Partial<Readonly<Record<PageName, Badge>>> = {
    ...(attention.length > 0 && {
      overview: {
        node: <AttentionBadge items={attention} />,
        words: messages.nav.attention(attention.length),
      },
    }),
    ...(running > 0 && {
      requests: { node: <RunningBadge count={running} />, words: messages.nav.running(running) },
    }),
  };
  const entry = (name: PageName, badge: Badge | null = null) => (
    <NavEntry key={name} name={name} isCurrent={name === page} onGo={onGo} badge={badge} />
  );
  return (
    <nav
      aria-label={messages.nav.label}
      className="flex w-48 shrink-0 flex-col gap-0.5 border-line border-r bg-panel p-2"
    >
      <div className="mb-2 flex h-8 items-center gap-2 px-2 font-semibold">
        <Logo />
        {messages.appName}
      </div>
      {MAIN_PAGES.map((name) => entry(name, badges[name]))}
      <div className="grow" />
      {entry('settings')}
    </nav>
  );
}

function AttentionBadge({ items }: { readonly items: readonly AttentionItem[] }) {
  const isBad = items.some(({ severity }) => severity === 'bad');
  return (
    <span className="flex items-center gap-1.5 text-label text-text tabular-nums">
      <Mark tone={isBad ? 'bad' : 'warn'} className="size-2!" />
      {formatCount(items.length)}
    </span>
  );
}

function RunningBadge(props: { readonly count: number }) {
  return (
    <span className="rounded-full bg-info-soft px-1.5 text-label text-info-text tabular-nums">
      {formatCount(props.count)}
      <Zap className="ml-0.5 inline size-2.5! align-[-1px]" aria-hidden />
    </span>
  );
}

/** What is going on behind an entry: for the eye, and in words. */
interface Badge {
  readonly node: ReactNode;
  readonly words: string;
}

interface NavEntryProps {
  readonly name: PageName;
  readonly isCurrent: boolean;
  readonly onGo: (page: PageName) => void;
  readonly badge: Badge | null;
}

function NavEntry({ name, isCurrent, onGo, badge }: NavEntryProps) {
  return (
    <button
      type="button"
      aria-current={isCurrent ? 'page' : undefined}
      aria-description={badge?.words}
      title={badge?.words}
      onClick={() => onGo(name)}
      className={clsx(
        'flex h-8 items-center gap-2.5 rounded-md px-2 text-left transition-colors duration-[120ms]',
        isCurrent
          ? 'bg-accent-soft font-medium text-text [&>svg]:text-accent-text'
          : 'text-muted hover:bg-hover hover:text-text',
      )}
    >
      {ICONS[name]}
      <span className="grow">{messages.nav[name]}</span>
      {badge !== null && <span aria-hidden>{badge.node}</span>}
    </button>
  );
}
