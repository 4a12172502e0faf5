import { SquareTerminal } from 'lucide-react';
import { toast } from 'sonner';
import type { RequestDetail } from '../../../shared/domain/request';
import { IconButton } from '../../components/button';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { writeBaseUrl } from '../../lib/snippets';
import type { LoadedRecording } from './use-recording';
import { writeRequestCurl } from './write-request-curl';

const words = messages.requests;

interface CopyCurlProps {
  readonly detail: RequestDetail;
  readonly recording: LoadedRecording;
}

export function CopyCurl({ detail, recording }: CopyCurlProps) {
  const { bridge, replica } = useApp();
  const gateway = useResource(replica.status).value?.gateway;

  async function copy(baseUrl: string): Promise<void> {
    const text = writeRequestCurl({ baseUrl, detail, recording: recording.value });
    const result = await settle(bridge.clipboard.write(text));
    if (!result.ok) toast.error(result.error.message);
    else {
      toast(messages.copied(words.copyCurl), {
        description: recording.value === null ? words.curlGuess : undefined,
      });
    }
  }

  if (gateway === undefined) return null;
  return (
    <IconButton
      label={messages.actions.copy(words.copyCurl)}
      onClick={() => void copy(writeBaseUrl(gateway.url))}
    >
      <SquareTerminal aria-hidden />
    </IconButton>
  );
}
