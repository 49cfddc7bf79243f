import { useTranslation } from 'react-i18next';
import { CreditCodeField } from '../parts/credit-code-field';
import { useSession } from '../session';
import type { FieldsProps } from './fields-props';
import { OrganizationFactsFields } from './organization-facts';

/** A new file in the register of organizations (统一建立档案). */
export function OrganizationRegistrationFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  const { creditCode } = useSession();
  return (
    <>
      <CreditCodeField name="uscc" label={t('content.uscc')} isFixed={creditCode !== null} />
      <OrganizationFactsFields book={book ?? ''} />
    </>
  );
}
