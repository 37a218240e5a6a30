import { words } from '../../words/words.ts';
import { SomeSettings } from './some-settings.tsx';

const t = words('setup');

/** What the box keeps and who may look, to be read before the end. */
export function PrivacyStep() {
  return (
    <>
      <ul class="promises">
        <li>{t('privacy_pictures')}</li>
        <li>{t('privacy_keeps')}</li>
        <li>{t('privacy_camera')}</li>
        <li>{t('privacy_guests')}</li>
      </ul>
      <SomeSettings keys={['history.enabled', 'web.guests', 'web.camera_on']} />
    </>
  );
}
