import { Button } from '../../components/button';
import { CodeBlock } from '../../components/code-block';
import { ErrorNote } from '../../components/notes';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { TOKEN_PLACE, writeCurl } from '../../lib/snippets';
import { useNewToken } from '../../lib/use-new-token';

const words = messages.guide.call;
/** Has slots at every provider a newcomer is likely to add, and the demo behind them. */
const FIRST_MODEL = 'agent/chat';

/** One click makes a token; the call to copy then holds it. Shown here only, and gone when the page is left. */
export function FirstCall(props: { readonly baseUrl: string; readonly isNext: boolean }) {
  const { replica } = useApp();
  const existing = useResource(replica.agentTokens).value?.length ?? 0;
  const { created, isBusy, failure, create } = useNewToken();
  const name = existing === 0 ? words.firstName : words.nextName(existing + 1);
  const token = created?.token ?? null;
  const code = writeCurl({ baseUrl: props.baseUrl, token: token ?? TOKEN_PLACE, model: FIRST_MODEL });
  return (
    <>
      {token === null && (
        <div className="flex items-center gap-3">
          <Button
            variant={props.isNext ? 'primary' : 'secondary'}
            busy={isBusy}
            onClick={() => void create(name)}
          >
            {existing === 0 ? words.create : words.createAnother}
          </Button>
          {existing > 0 && <span className="text-muted">{words.existing(existing)}</span>}
        </div>
      )}
      <ErrorNote error={failure} />
      {token !== null && (
        <>
          <CodeBlock code={code} what={messages.snippets.what.curl} label={messages.snippets.curl} />
          <p className="text-table text-muted">{words.shownOnce}</p>
        </>
      )}
    </>
  );
}
