import { ExternalLink } from 'lucide-react';
import { toast } from 'sonner';
import { useApp } from '../lib/app-context';
import { messages } from '../lib/messages';
import { settle } from '../lib/settle';
import { Button } from './button';

interface KeyPageLinkProps {
  readonly providerId: string;
  readonly children: string;
}

/** Opens the page where a key of this provider can be had, in the system's browser. */
export function KeyPageLink({ providerId, children }: KeyPageLinkProps) {
  const { bridge } = useApp();

  async function open(): Promise<void> {
    const result = await settle(bridge.links.open({ provider_id: providerId }));
    if (!result.ok) toast.error(result.error.message);
  }

  return (
    <Button variant="quiet" title={messages.actions.opensBrowser} onClick={() => void open()}>
      {children}
      <ExternalLink className="size-3.5!" aria-hidden />
    </Button>
  );
}
