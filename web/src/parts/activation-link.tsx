import { useTranslation } from 'react-i18next';
import { CopiedText } from './copied-text';

interface Props {
  readonly name: string;
  readonly token: string;
}

/** A link to hand to a person. Its token stands after the #, which browsers send to nobody. */
export function ActivationLink({ name, token }: Props) {
  const { t } = useTranslation();
  return (
    <CopiedText
      label={t('link.activation', { name })}
      text={`${window.location.origin}/activate#${token}`}
      copy={t('link.copy')}
    />
  );
}
