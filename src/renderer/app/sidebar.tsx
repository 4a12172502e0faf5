import { clsx } from 'clsx';
import { Bot, House, KeyRound, Route, ScrollText, Server, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { Logo } from '../components/logo';
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
  settings: <Settings aria-hidden />,
};
const MAIN_PAGES = ['overview', 'requests', 'keys', 'agents', 'aliases', 'providers'] as const;

interface SidebarProps {
  readonly page: PageName;
  readonly onGo: (page: PageName) => void;
}

export function Sidebar({ page, onGo }: SidebarProps) {
  const { replica } = useApp();
  const status = useResource(replica.status).value;
  const running = status?.counts.requests_running ?? 0;
  const entry = (name: PageName, badge?: ReactNode) => (
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
      {MAIN_PAGES.map((name) =>
        entry(name, name === 'requests' && running > 0 ? <RunningBadge count={running} /> : undefined),
      )}
      <div className="grow" />
      {entry('settings')}
    </nav>
  );
}

function RunningBadge(props: { readonly count: number }) {
  return (
    <span
      className="rounded-full bg-info-soft px-1.5 text-label text-info-text tabular-nums"
      title={messages.nav.running(props.count)}
    >
      {formatCount(props.count)}
    </span>
  );
}

interface NavEntryProps {
  readonly name: PageName;
  readonly isCurrent: boolean;
  readonly onGo: (page: PageName) => void;
  readonly badge: ReactNode;
}

function NavEntry({ name, isCurrent, onGo, badge }: NavEntryProps) {
  return (
    <button
      type="button"
      aria-current={isCurrent ? 'page' : undefined}
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
      {badge}
    </button>
  );
}
