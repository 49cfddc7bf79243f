import { useTranslation } from 'react-i18next';
import { TextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';
import { LawFirmFactsFields } from './law-firm-facts';

/** A new firm in the register of law firms. */
export function LawFirmRegistrationFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        name="uscc"
        label={t('content.uscc')}
        help={t('legal.usccHelp')}
        longest={18}
        pattern={/^31[0-9A-Z]{16}$/}
        otherwise={t('legal.usccHelp')}
      />
      <LawFirmFactsFields book={book ?? ''} />
    </>
  );
}
