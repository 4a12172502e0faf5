import { toast } from 'sonner';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { inOrder } from './key-order';

const words = messages.keys.order;

/** Puts a provider's keys into an order, at once, and offers the one before. */
export function useKeyOrder() {
  const { bridge, replica } = useApp();

  async function apply(provider: string, ids: readonly string[]): Promise<boolean> {
    replica.keys.patch((all) => inOrder(all, ids));
    const result = await settle(bridge.keys.reorder({ provider_name: provider, key_ids: [...ids] }));
    if (!result.ok) toast.error(result.error.message);
    void replica.keys.refresh();
    return result.ok;
  }

  return async (provider: string, name: string, before: readonly string[], after: readonly string[]) => {
    if (!(await apply(provider, after))) return;
    toast(words.changed(name), {
      id: `order ${provider}`,
      action: { label: messages.actions.undo, onClick: () => void apply(provider, before) },
    });
  };
}
