import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { setAppearance, useAppearance } from '../appearance';
import { setLanguage } from '../i18n';

/** Switches of language and look. */
export function Preferences() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const appearance = useAppearance();
  const other = i18n.language === 'zh' ? 'en' : 'zh';
  const opposite = appearance === 'dark' ? 'light' : 'dark';
  const switchLanguage = (): void => {
    // Texts that the service wrote are asked for again.
    void setLanguage(other).then(() => client.invalidateQueries());
  };
  return (
    <>
      <Button
        size="small"
        type="text"
        lang={other === 'zh' ? 'zh-CN' : 'en'}
        onClick={switchLanguage}
      >
        {t(`language.${other}`)}
      </Button>
      <Button
        size="small"
        type="text"
        onClick={() => {
          setAppearance(opposite);
        }}
      >
        {t(opposite === 'dark' ? 'appearance.toDark' : 'appearance.toLight')}
      </Button>
    </>
  );
}
