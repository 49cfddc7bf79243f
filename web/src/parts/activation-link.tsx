import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly name: string;
  readonly token: string;
}

/** A link to hand to a person. Its token stands after the #, which browsers send to nobody. */
export function ActivationLink({ name, token }: Props) {
  const { t } = useTranslation();
  const [isCopied, setIsCopied] = useState(false);
  const link = `${window.location.origin}/activate#${token}`;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link);
    setIsCopied(true);
  };
  return (
    <label className="link">
      {t('link.activation', { name })}
      <span className="link-row">
        <Input
          readOnly
          value={link}
          onFocus={({ target }) => {
            target.select();
          }}
        />
        <Button onClick={() => void copy()}>{t(isCopied ? 'link.copied' : 'link.copy')}</Button>
      </span>
    </label>
  );
}
