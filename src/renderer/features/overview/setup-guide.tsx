import { clsx } from 'clsx';
import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { AnonymousProviders } from '../../components/anonymous-providers';
import { Button, IconButton } from '../../components/button';
import { CopyButton } from '../../components/copy-button';
import { MarkedWord } from '../../components/marks';
import { ErrorNote } from '../../components/notes';
import { RequestLine } from '../../components/request-line';
import { useApp, useRequestLog, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { writeBaseUrl } from '../../lib/snippets';
import { FirstCall } from './first-call';
import { PasteKey } from './paste-key';

interface SetupGuideProps {
  readonly isComplete: boolean;
  readonly onPasteKey: (secret: string) => void;
  readonly onAddKey: () => void;
  readonly onOpenRequest: (id: string) => void;
  readonly onOpenConnect: () => void;
  readonly onHide: () => void;
}

const words = messages.guide;

/** From nothing to the first answer: the address, a key, a token with a call to copy, and the answer arriving. */
export function SetupGuide(props: SetupGuideProps) {
  const { isComplete, onPasteKey, onAddKey, onOpenRequest, onOpenConnect, onHide } = props;
  const { replica } = useApp();
  const status = useResource(replica.status).value;
  const settings = useResource(replica.settings).value;
  const [first] = useRequestLog(replica.recent, (state) => state.rows);
  if (status === null) return null;
  const { keys, agent_tokens: tokens } = status.counts;
  const baseUrl = writeBaseUrl(status.gateway.url);
  const isAnonymous = settings?.anonymous_providers ?? false;
  const hasSource = keys > 0 || isAnonymous;
  const current = !hasSource ? 2 : tokens === 0 ? 3 : first === undefined ? 4 : null;
  return (
    <section className="card relative" aria-label={words.label}>
      {isComplete && (
        <IconButton label={words.hide} onClick={onHide} className="absolute top-2 right-2">
          <X aria-hidden />
        </IconButton>
      )}
      <ol>
        <Step
          number={1}
          title={words.address.title}
          lead={words.address.lead}
          isDone={first !== undefined}
          isCurrent={false}
        >
          <div className="flex items-center gap-2">
            <code className="mono control flex w-80 items-center">{baseUrl}</code>
            <CopyButton text={baseUrl} what={messages.things.address} />
            <Button variant="quiet" onClick={onOpenConnect}>
              {words.address.how}
            </Button>
          </div>
        </Step>
        <Step
          number={2}
          title={words.key.title}
          lead={words.key.lead}
          isDone={hasSource}
          isCurrent={current === 2}
        >
          <PasteKey onPaste={onPasteKey} onChoose={onAddKey} />
          <WithoutAccount />
        </Step>
        <Step
          number={3}
          title={words.call.title}
          lead={words.call.lead}
          isDone={tokens > 0}
          isCurrent={current === 3}
        >
          <FirstCall baseUrl={baseUrl} isNext={hasSource && tokens === 0} />
        </Step>
        <Step number={4} title={words.answer.title} isDone={first !== undefined} isCurrent={current === 4}>
          {first === undefined ? (
            <p className="text-muted">{words.answer.waiting}</p>
          ) : (
            <div className="lit -mx-3 rounded-md">
              <RequestLine row={first} onOpen={onOpenRequest} />
            </div>
          )}
        </Step>
      </ol>
      {!isComplete && (
        <footer className="flex items-center justify-between gap-4 rounded-b-md border-line border-t bg-panel px-5 py-2 text-table text-muted">
          <LocalServers />
          <Button variant="quiet" onClick={onHide}>
            {words.hide}
          </Button>
        </footer>
      )}
    </section>
  );
}

/** The quick way to real answers: one switch instead of a registration. */
function WithoutAccount() {
  const words = messages.anonymous;
  return (
    <AnonymousProviders>
      {({ isOn, failure, set }) => (
        <>
          <div className="flex items-center gap-2 text-muted">
            {isOn ? (
              <MarkedWord tone="ok">{words.switchedOn}</MarkedWord>
            ) : (
              <>
                {words.offered}
                <Button onClick={() => set(true)}>{words.offer}</Button>
              </>
            )}
          </div>
          <ErrorNote error={failure} />
        </>
      )}
    </AnonymousProviders>
  );
}

/** Says what answers before any key is there, with the names of what was found running. */
function LocalServers() {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const found = providers.filter((provider) => provider.kind === 'local' && provider.configured);
  const isAnonymous = useResource(replica.settings).value?.anonymous_providers ?? false;
  return (
    <p>{isAnonymous ? words.withAnonymous : words.withoutKey(found.map((provider) => provider.name))}</p>
  );
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly lead?: string;
  readonly isDone: boolean;
  /** The one to do next. */
  readonly isCurrent: boolean;
  readonly children: ReactNode;
}

function Step({ number, title, lead, isDone, isCurrent, children }: StepProps) {
  return (
    <li className="flex gap-4 border-line border-t px-5 py-4 first:border-t-0">
      <span
        className={clsx(
          'flex size-6 shrink-0 items-center justify-center rounded-full text-table font-medium tabular-nums',
          isDone && 'bg-ok-soft text-ok-text',
          !isDone && (isCurrent ? 'bg-accent text-on-accent' : 'border border-line-strong text-muted'),
        )}
      >
        {isDone ? <Check aria-label={words.done} /> : number}
      </span>
      <div className="flex min-w-0 grow flex-col gap-2">
        <div className="mt-0.5">
          <h2 className="font-semibold">{title}</h2>
          {lead !== undefined && <p className="text-muted">{lead}</p>}
        </div>
        {children}
      </div>
    </li>
  );
}
