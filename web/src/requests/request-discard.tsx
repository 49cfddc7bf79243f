import { useTranslation } from 'react-i18next';
import { LongTextField } from '../parts/fields';

/** A request to the ledger that is to be given up. */
export function RequestDiscardFields() {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('queue.discardHelp')}</p>
      <LongTextField name="reason" label={t('content.reason')} longest={500} />
    </>
  );
}
