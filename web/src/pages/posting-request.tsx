import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { BookShell, useBookCode } from '../parts/book-shell';
import { LiveEntryState } from '../parts/live-entry-state';

/** What became of a request to the ledger; programs and messages link here. */
export function PostingRequestPage() {
  const { t } = useTranslation();
  const book = useBookCode();
  const { request = '' } = useParams();
  return (
    <BookShell>
      <section className="panel">
        <h2>{t('entryState.title')}</h2>
        <p>{t('entryState.request', { request })}</p>
        <LiveEntryState key={request} book={book} request={request} />
      </section>
    </BookShell>
  );
}
