import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly label: string;
  readonly text: string;
  /** What the button says before it is pressed. */
  readonly copy: string;
  readonly isLong?: boolean;
}

/** A text to take along, with a button that copies it. */
export function CopiedText({ label, text, copy, isLong = false }: Props) {
  const { t } = useTranslation();
  const [isCopied, setIsCopied] = useState(false);
  const put = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
  };
  return (
    <label className="link">
      {label}
      <span className="link-row">
        {isLong ? (
          <Input.TextArea readOnly value={text} autoSize />
        ) : (
          <Input
            readOnly
            value={text}
            onFocus={({ target }) => {
              target.select();
            }}
          />
        )}
        <Button onClick={() => void put()}>{isCopied ? t('link.copied') : copy}</Button>
      </span>
    </label>
  );
}
