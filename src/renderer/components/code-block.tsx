import { CopyIcon } from './copy-button';

interface CodeBlockProps {
  readonly code: string;
  readonly what: string;
  readonly label: string;
}

/** Text to be copied into a terminal or an editor. */
export function CodeBlock({ code, what, label }: CodeBlockProps) {
  return (
    <div className="flex items-start rounded-md border border-line bg-panel">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        className="min-w-0 grow overflow-x-auto rounded-md py-2.5 pr-1 pl-3 text-table"
      >
        <pre>
          <code className="font-mono leading-[18px]">{code}</code>
        </pre>
      </section>
      <CopyIcon text={code} what={what} className="m-1.5 shrink-0" />
    </div>
  );
}
