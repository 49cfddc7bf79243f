import { useTranslation } from 'react-i18next';
import { DayField, LongTextField } from '../parts/fields';

/** An agreement ends before its term is over. */
export function ServiceAgreementEndFields() {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('legal.endHelp')}</p>
      <DayField name="endedOn" label={t('content.endedOn')} />
      <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
    </>
  );
}
