'use client';
import { useChatClient } from '../hooks/use-chat-client.js';
import { DownloadIcon, PrintIcon, ShieldIcon } from './dispute-icons.js';
import { useLanguage } from '../components/language-context.js';
import { useDoing } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';

/** The evidence as a signed file and as a page to print, and the checker that needs no server. */
export function EvidenceLinks({ disputeId }: { readonly disputeId: string }) {
  const { t } = useDisputeWords();
  const client = useChatClient();
  const doing = useDoing();
  const language = languageOfPages(useLanguage().locale);
  const path = `/api/disputes/${disputeId}/evidence`;
  const save = (from: string, name: string) => () =>
    doing.run(
      async () => saveFile(await client.file(from), name),
      () => undefined,
    );
  return (
    <section className="stm-evidence" aria-label={t('sheet.evidence_file')}>
      <p className="stm-readers__note">{t('sheet.evidence_note')}</p>
      <div className="stm-evidence__links">
        <button
          type="button"
          className="stm-link-button"
          aria-disabled={doing.busy}
          onClick={save(path, `evidence-${disputeId}.ndjson`)}
        >
          <DownloadIcon />
          {t('sheet.evidence_file')}
        </button>
        <button
          type="button"
          className="stm-link-button"
          aria-disabled={doing.busy}
          onClick={save(`${path}?format=html&lang=${language}`, `evidence-${disputeId}.html`)}
        >
          <PrintIcon />
          {t('sheet.evidence_print')}
        </button>
        <a
          className="stm-link-button"
          href={client.addressOf(`/api/evidence/verifier?lang=${language}`)}
          target="_blank"
          rel="noopener noreferrer"
        >
          <ShieldIcon />
          {t('sheet.evidence_verify')}
        </a>
      </div>
      <p className="stm-form__error" role="alert">
        {doing.error}
      </p>
    </section>
  );
}

/** Those that the server's pages speak; in the others they are in English. */
function languageOfPages(locale: string): string {
  const { language } = new Intl.Locale(locale);
  return ['en', 'es', 'ur', 'ar'].includes(language) ? language : 'en';
}

/** Gives a file to the browser, which asks or knows where it goes. */
function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has its own hold of the file by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
