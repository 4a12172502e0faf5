import { CircleDot, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { RequestRecording } from '../../../shared/domain/recording';
import type { RequestDetail } from '../../../shared/domain/request';
import { readAnswer, readMessages } from '../../../shared/recorded-text';
import { IconButton } from '../../components/button';
import { CopyIcon } from '../../components/copy-button';
import { ConfirmDialog } from '../../components/dialog';
import { ErrorNote } from '../../components/notes';
import { Segmented } from '../../components/segmented';
import { useApp } from '../../lib/app-context';
import { formatMoment } from '../../lib/format';
import { messages } from '../../lib/messages';
import { useRecordings } from '../../lib/use-recordings';
import { formatSent } from './format-sent';
import type { LoadedRecording } from './use-recording';

const words = messages.recordings;
const ROLES: Readonly<Record<string, string>> = words.roles;

interface RecordingSectionProps {
  readonly detail: RequestDetail;
  readonly recording: LoadedRecording;
}

/** What was asked and answered, where it was recorded. */
export function RecordingSection({ detail, recording }: RecordingSectionProps) {
  const { value, error } = recording;
  return (
    <section className="flex flex-col gap-2 border-line border-t pt-3" aria-label={words.title}>
      <div className="flex min-h-7 items-center gap-2">
        <h3 className="grow font-medium">{words.title}</h3>
        {detail.recorded === true && <DeleteButton id={detail.id} />}
      </div>
      <ErrorNote error={error} />
      {value === null && error === null && <p className="text-table text-muted">{words.none}</p>}
      {value !== null && <Recorded recording={value} />}
    </section>
  );
}

function Recorded({ recording }: { readonly recording: RequestRecording }) {
  const { clock } = useApp();
  const [view, setView] = useState<'text' | 'sent'>('text');
  const { request, answer } = recording;
  const isText = view === 'text';
  const answered = readAnswer(answer.text, answer.kind);
  return (
    <>
      <div className="flex items-center justify-between gap-2">
        <Segmented
          label={words.view}
          value={view}
          onChange={setView}
          options={[
            { value: 'text', label: words.asText },
            { value: 'sent', label: words.asSent },
          ]}
        />
        <p className="flex items-center gap-1.5 text-label text-muted">
          <CircleDot className="size-3! text-bad-text" aria-hidden />
          {words.until(formatMoment(recording.expires_at, clock.now()))}
        </p>
      </div>
      <Block title={words.prompt} what={words.whatPrompt} text={request.body} note={request.cut && words.cut}>
        {isText ? <Messages body={request.body} /> : <Plain text={formatSent(request.body)} isCode />}
      </Block>
      <Block
        title={words.answer}
        what={words.whatAnswer}
        text={isText ? answered : answer.text}
        note={(answer.cut && words.cut) || (!answer.whole && words.broken)}
      >
        {isText ? (
          <Plain text={answered === '' ? words.emptyAnswer : answered} />
        ) : (
          <Plain text={formatSent(answer.text)} isCode />
        )}
      </Block>
    </>
  );
}

interface BlockProps {
  readonly title: string;
  /** As in "Copy prompt". */
  readonly what: string;
  readonly text: string;
  readonly note: string | false;
  readonly children: ReactNode;
}

function Block({ title, what, text, note, children }: BlockProps) {
  return (
    <div className="rounded-md border border-line bg-panel">
      <div className="flex h-7 items-center border-line border-b pr-1 pl-3 text-label text-muted">
        <span className="grow">{title}</span>
        <CopyIcon text={text} what={what} />
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={title}
        className="flex max-h-80 flex-col gap-2 overflow-auto px-3 py-2 text-table"
      >
        {children}
        {note !== false && <p className="text-label text-warn-text">{note}</p>}
      </section>
    </div>
  );
}

function Messages({ body }: { readonly body: string }) {
  const said = readMessages(body);
  if (said.length === 0) return <Plain text={formatSent(body)} isCode />;
  return said.map(({ role, text }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: messages of a request that is over never change
    <div key={index}>
      <p className="text-label text-muted">{ROLES[role] ?? role}</p>
      <Plain text={text} />
    </div>
  ));
}

function Plain({ text, isCode = false }: { readonly text: string; readonly isCode?: boolean }) {
  return (
    <p
      className={
        isCode
          ? 'mono selectable text-label break-all whitespace-pre-wrap'
          : 'selectable break-words whitespace-pre-wrap'
      }
    >
      {text}
    </p>
  );
}

function DeleteButton({ id }: { readonly id: string }) {
  const { deleteOne } = useRecordings();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <IconButton label={words.deleteOne} onClick={() => setAsking(true)}>
        <Trash2 aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={isAsking}
        title={words.deleteOneTitle}
        consequence={words.deleteOneLead}
        action={words.deleteOne}
        busy={false}
        error={null}
        onConfirm={() => void deleteOne(id).then(() => setAsking(false))}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
