import { invalidParameter, missingParameter } from '../api-error.ts';
import { type Action, ecsResource, regionOf } from './action.ts';
import { numberedParameter } from './numbered-parameter.ts';

const settingTypes = new Set([
  'SessionManagerConfig',
  'SessionManagerDelivery',
  'InvocationDelivery',
  'AgentUpgradeConfig',
]);

/**
 * The settings that `SettingType.N` asks for. The switch of Session Manager counts for all regions of the account. Which
 * deliveries ECS lists for SessionManagerDelivery is not documented: here all of the region are listed, those of commands
 * and those that are switched off included.
 */
export const describeCloudAssistantSettings: Action = {
  permission: 'ecs:DescribeCloudAssistantSettings',
  resource: (context) => ecsResource(context, 'servicesettings/cloudassistantservicesettings'),
  answer(context) {
    const region = regionOf(context);
    const asked = settingTypesOf(context.params);
    const { sessionManagerEnabled } = context.caller.account.fleet;
    const { ossDeliveries = [], slsDeliveries = [] } = region;
    return {
      ...(asked.has('SessionManagerConfig') && {
        SessionManagerConfig: { SessionManagerEnabled: sessionManagerEnabled },
      }),
      ...((asked.has('SessionManagerDelivery') || asked.has('InvocationDelivery')) && {
        OssDeliveryConfigs: { OssDeliveryConfig: ossDeliveries },
        SlsDeliveryConfigs: { SlsDeliveryConfig: slsDeliveries },
      }),
      ...(asked.has('AgentUpgradeConfig') && { AgentUpgradeConfig: { Enabled: false } }),
    };
  },
};

function settingTypesOf(params: Readonly<Record<string, string>>): Set<string> {
  const invalid = () => invalidParameter('SettingType');
  const parameter = { name: 'SettingType', max: settingTypes.size, outOfRange: invalid };
  const asked = new Set(numberedParameter(params, parameter).values());
  if (asked.size === 0) throw missingParameter('SettingType');
  if ([...asked].some((type) => !settingTypes.has(type))) throw invalid();
  return asked;
}
