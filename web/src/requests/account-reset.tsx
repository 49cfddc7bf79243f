import { useTranslation } from 'react-i18next';
import { LongTextField } from '../parts/fields';

/** Why an account is to be set up anew. */
export function AccountResetFields() {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('people.resetHelp')}</p>
      <LongTextField name="reason" label={t('content.reason')} longest={500} />
    </>
  );
}
