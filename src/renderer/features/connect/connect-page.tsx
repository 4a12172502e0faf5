import { useState } from 'react';
import { Page } from '../../components/page';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { TOKEN_PLACE, writeBaseUrl } from '../../lib/snippets';
import { useNewToken } from '../../lib/use-new-token';
import { FirstRequest } from './first-request';
import { Needs } from './needs';
import { ToolChoice } from './tool-choice';
import type { ToolId } from './tools';

/** Has slots at every provider, and stays with one while a conversation goes on: what tools are used for most. */
const FIRST_MODEL = 'agent/coding';

interface ConnectPageProps {
  /** Opens the dialog in which a token gets limits. */
  readonly onCreateWithLimits: () => void;
  readonly onOpenRequest: (id: string) => void;
}

/** Brings a tool here: the three things it asks for, where it asks for them, and its first request arriving. */
export function ConnectPage({ onCreateWithLimits, onOpenRequest }: ConnectPageProps) {
  const { replica } = useApp();
  const status = useResource(replica.status).value;
  const [tool, setTool] = useState<ToolId>('cline');
  const [model, setModel] = useState(FIRST_MODEL);
  const newToken = useNewToken();
  const { created } = newToken;
  const baseUrl = writeBaseUrl(status?.gateway.url ?? '');
  const input = { baseUrl, token: created?.token ?? TOKEN_PLACE, model };
  return (
    <Page title={messages.nav.connect} lead={messages.connectPage.lead}>
      {status !== null && (
        <>
          <Needs
            baseUrl={baseUrl}
            model={model}
            onModel={setModel}
            tool={tool}
            newToken={newToken}
            onCreateWithLimits={onCreateWithLimits}
          />
          <ToolChoice tool={tool} onTool={setTool} input={input} hasToken={created !== null} />
          {/* Another token begins to wait anew. */}
          <FirstRequest key={created?.id ?? ''} tokenName={created?.name ?? null} onOpen={onOpenRequest} />
        </>
      )}
    </Page>
  );
}
