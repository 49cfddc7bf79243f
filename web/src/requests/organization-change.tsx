import { useTranslation } from 'react-i18next';
import { TextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';
import { OrganizationFactsFields } from './organization-facts';

/** What a file says from now on. */
export function OrganizationChangeFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField name="reason" label={t('content.reason')} longest={500} />
      <OrganizationFactsFields book={book ?? ''} />
    </>
  );
}
