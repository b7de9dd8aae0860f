/** A region as ECS names it, and how its ids begin. */
export interface DemoRegionName {
  regionId: string;
  localName: string;
  localNameEnglish: string;
  sessionIdPrefix: string;
  instanceIdPrefix: string;
}

/** Ten regions; the first six are those of createDemoFleet. */
export const demoRegions: readonly DemoRegionName[] = [
  region('cn-hangzhou', '华东1（杭州）', 'China (Hangzhou)', 's-hz', 'i-bp1'),
  region('cn-shanghai', '华东2（上海）', 'China (Shanghai)', 's-sh', 'i-uf6'),
  region('cn-beijing', '华北2（北京）', 'China (Beijing)', 's-bj', 'i-2ze'),
  region('ap-southeast-1', '新加坡', 'Singapore', 's-sg', 'i-t4n'),
  region('eu-central-1', '德国（法兰克福）', 'Germany (Frankfurt)', 's-de', 'i-gw8'),
  region('us-west-1', '美国（硅谷）', 'US (Silicon Valley)', 's-us', 'i-rj9'),
  region('cn-shenzhen', '华南1（深圳）', 'China (Shenzhen)', 's-sz', 'i-wz9'),
  region('cn-hongkong', '中国香港', 'China (Hong Kong)', 's-hk', 'i-j6c'),
  region('ap-northeast-1', '日本（东京）', 'Japan (Tokyo)', 's-jp', 'i-6we'),
  region('eu-west-1', '英国（伦敦）', 'UK (London)', 's-uk', 'i-d7o'),
];

function region(
  regionId: string,
  localName: string,
  localNameEnglish: string,
  sessionIdPrefix: string,
  instanceIdPrefix: string,
): DemoRegionName {
  return { regionId, localName, localNameEnglish, sessionIdPrefix, instanceIdPrefix };
}
