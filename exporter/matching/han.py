"""What is known of Han characters: forms of one character, and how Chinese family names look in Latin letters. Pure.

The forms were drawn from the character tables of OpenCC (Apache-2.0), as far as Big5, GB 2312 or JIS X 0208 hold
them; where one simplified character stands for several old ones, all of them are one here.
"""

from __future__ import annotations

import re

_FORMS = """
万萬 与與 丑醜 专専專 业業 丛叢 东東 丝糸絲 丢丟 两両兩 严厳嚴 丧喪 个個箇 丰豊豐 临臨 为為爲 丽麗 举挙舉 义義
乌烏 乐楽樂 乔喬 乘乗 习習 乡郷鄉 书書 买買 乱亂 争爭 于於 亏虧 云雲 亘亙 亚亜亞 产產産 亩畝 亲親 亵褻 亿億 仅僅
仆僕 从従從 仑侖崙 仓倉 仪儀 们們 价価價 众眾衆 优優 伙夥 会會 伛傴 伞傘 伟偉 传伝傳 伤傷 伥倀 伦倫 伧傖 伪偽僞
伫佇 体體 余餘 佛仏彿 佣傭 佥僉 侠俠 侣侶 侥僥 侦偵 侧側 侨僑 侩儈 侪儕 侬儂 俊儁 俣俁 俦儔 俨儼 俩倆 俪儷
俭倹儉 修脩 债債 倾傾 假仮 偬傯 偻僂 偾僨 偿償 傥儻 傧儐 储儲 傩儺 僵殭 儿児兒 克剋 兑兌 兖兗 党黨 兰蘭 关関關
兴興 兹茲 养養 兽獣獸 冁囅 内內 冈岡 册冊 写寫 军軍 农農 冢塚 冬鼕 冯馮 冲沖衝 决決 况況 冻凍 净凈浄淨 凄悽淒
准準 凉涼 凌淩 减減 凑湊 凛凜 几幾 凤鳳 凫鳧鳬 凭憑 凯凱 凶兇 出齣 击撃擊 凿鑿 刍芻 划劃 刘劉 则則 刚剛 创創
删刪 别別彆 刭剄 刮颳 制製 刹剎 刽劊 刿劌 剀剴 剂剤劑 剐剮 剑剣劍 剥剝 剧劇 剩剰 劝勧勸 办辦 务務 劢勱 动動 励勵
劲勁 劳労勞 势勢 勋勛勲勳 匀勻 匦匭 匮匱 区區 医醫 千韆 升昇陞 华華 协協 单単單 卖売賣 卜蔔 占佔 卢盧 卤滷鹵
卧臥 卫衛衞 却卻 卷巻捲 卺巹 厂廠 厅庁廳 历厤暦曆歴歷 厉厲 压圧壓 厌厭 厍厙 厕厠廁 厘釐 厢廂 厣厴 厦廈 厨廚 厩廄
厮廝 县県縣 参參蔘 双雙 发発發髪髮 变変變 叙敍敘 叠畳疊 只隻 台檯臺颱 叶葉 号號 叹嘆歎 叽嘰 吁籲 吃喫 合閤 吊弔
同衕 后後 向嚮曏 吓嚇 吕呂 吗嗎 吨噸 听聴聽 启啓啟 吴吳呉 呆獃 呐吶 呒嘸 呓囈 呕嘔 呖嚦 呗唄 员員 呙咼 呛嗆 呜嗚
周週 咏詠 咒呪 咙嚨 咛嚀 咤吒 咨諮 咸鹹 咽嚥 哄鬨 响響 哑唖啞 哒噠 哓嘵 哔嗶 哕噦 哗嘩譁 哙噲 哜嚌 哝噥 哟喲
唇脣 唛嘜 唠嘮 唢嗩 唤喚 啧嘖 啬嗇 啭囀 啮噛嚙齧 啸嘯 喂餵 喷噴 喽嘍 喾嚳 嗫囁 嗳噯 嘘噓 嘤嚶 嘱囑 噜嚕 噪譟
嚣囂 回迴 团団團糰 园園 困睏 囱囪 围囲圍 囵圇 国國 图図圖 圆円圓 圈圏 圣聖 圹壙 场場 坏壊壞 块塊 坚堅 坛壇壜罈罎
坜壢 坝壩 坞塢 坟墳 坠墜 垄壟 垆壚 垒塁壘 垦墾 垩堊 垫墊 垭埡 垲塏 埘塒 埙塤壎 埚堝 埼碕 堑塹 堕墮 墙墻牆 增増
壤壌 壮壯 声聲 壳殻殼 壶壺 壹壱 处処處 备備 复復複 够夠 头頭 夸誇 夹夾 夺奪 奁奩 奂奐 奋奮 奖奨奬獎 奥奧 奸姦
妆妝粧 妇婦 妈媽 妩嫵 妪嫗 妫媯 姗姍 姜薑 姹奼 娄婁 娅婭 娆嬈 娇嬌 娈孌 娘嬢孃 娱娛 娲媧 娴嫺嫻 婴嬰 婵嬋 婶嬸
媪媼 嫒嬡 嫔嬪 嫱嬙 嬷嬤 孙孫 学學 孪孿 宁寧甯 宝寶 实実實 宠寵 审審 宪憲 宫宮 家傢 宽寛寬 宾賓 富冨 寝寢 对対對
寻尋 导導 寿壽 将將 尔爾 尘塵 尝嘗嚐 尧堯 尴尷 尸屍 尽儘盡 局侷 层層 屉屜 届屆 属屬 屡屢 屦屨 屿嶼 岁歲歳 岂豈
岖嶇 岗崗 岘峴 岚嵐 岛島嶋嶌 岩巌巖 岭嶺 岳嶽 岿巋 峄嶧 峡峽 峤嶠 峥崢 峦巒 峰峯 崂嶗 崃崍 崎嵜﨑 崭嶄 嵘嶸 嵝嶁
巅巔 巢巣 巨鉅 巩鞏 巯巰 币幣 布佈 帅帥 师師 帏幃 帐帳 帘簾 帜幟 带帯帶 帧幀 席蓆 帮幫 帱幬 帻幘 帼幗 幂冪
干乾幹榦 并並併 幸倖 幺么麼 广広廣 庄荘莊 庆慶 床牀 庐廬 庑廡 库庫 应応應 庙廟 庞龐 废廃廢 庵菴 廪廩 开開 异異
弃棄 弑弒 张張 弥彌瀰 弦絃 弪弳 弯彎 弹弾彈 强強 归帰歸 当噹當 录彔錄録 彦彥 彩綵 彻徹 征徴徵 径徑 徕徠 御禦
德徳 忆憶 忏懺 志誌 忧憂 念唸 忾愾 怀懐懷 态態 怂慫 怃憮 怄慪 怅悵 怆愴 怜憐 总総總 怼懟 怿懌 恋戀 恒恆 恤卹
恳懇 恶噁悪惡 恸慟 恹懨 恺愷 恻惻 恼悩惱 恽惲 悦悅 悫愨 悬懸 悭慳 悯憫 惊驚 惠恵 惧懼 惨慘 惩懲 惫憊 惬愜 惭慚
惮憚 惯慣 愈癒 愠慍 愤憤 愦憒 愿願 慑懾 懑懣 懒懶 懔懍 戆戇 戋戔 戏戯戲 戗戧 战戦戰 戚慼 戬戩 户戶戸 戾戻 才纔
扎紮 扑撲 托託 扣釦 执執 扩拡擴 扪捫 扫掃 扬揚 扰擾 折摺 抚撫 抛拋 抟摶 抠摳 抡掄 抢搶 护護 报報 拂払 担擔
拐枴柺 拔抜 拜拝 拟擬 拢攏 拣揀 拥擁 拦攔 拧擰 拨撥 择択擇 挂掛 挚摯 挛攣 挝撾 挞撻 挟挾 挠撓 挡擋 挢撟 挣掙
挤擠 挥揮 挨捱 挽輓 捆綑 捝挩 捞撈 损損 捡撿 换換 捣搗擣 据拠據 掳擄 掴摑 掷擲 掸撣 掺摻 掼摜 插挿 揭掲 揽攬
揾搵 揿撳 搀攙 搁擱 搂摟 搅撹攪 搔掻 搜捜蒐 携攜 摄摂攝 摅攄 摆擺襬 摇揺搖 摈擯 摊攤 撄攖 撑撐 撵攆 撷擷 撸擼
撺攛 擞擻 擡抬 攒攢 收収 效効 敌敵 敕勅 敚敓 敛斂 数數 斋斎齋 斓斕 斗闘鬥 斩斬 断斷 旋鏇 旗旂 无無 旧舊 时時
旷曠 昆崑 昙曇 昼晝 显顕顯 晋晉 晒曬 晓暁曉 晔曄 晕暈 晖暉 晚晩 暂暫 暗闇 暧曖 暨曁 曲麴麹 曾曽 术朮術 朱硃 朴樸
机機 杀殺 杂雑雜 权権權 杆桿 杠槓 条條 来來 杨楊 杩榪 杯盃 杰傑 松鬆 板闆 极極 构構 枞樅 枡桝 枢樞 枣棗 枥櫪
枨棖 枪槍 枫楓 枭梟 柜櫃 柠檸 查査 柽檉 栀梔 栅柵 标標 栈桟棧 栉櫛 栊櫳 栋棟 栌櫨 栎櫟 栏欄 树樹 栖棲 栗慄
样様樣 核覈 栾欒 桠椏 桡橈 桢楨 档檔 桤榿 桥橋 桦樺 桧檜 桨槳 桩樁 梁樑 梦夢 梼檮 检検檢 棁梲 棂欞 棋棊 棱稜
椁槨 椟櫝 椠槧 椢槶 椤欏 椭橢 楼樓 榄欖 榅榲 榆楡 榇櫬 榈櫚 榉櫸欅 槛檻 槟檳 槠櫧 横橫 樯檣 樱桜櫻 橥櫫 橱櫥
橹櫓 橼櫞 檐簷 檩檁 欢歓歡 欤歟 欧歐 欲慾 步歩 歼殲 殁歿 殇殤 残殘 殒殞 殓殮 殚殫 殡殯 殴毆 毁毀燬譭 毂轂 每毎
毕畢 毙斃 毡氈 毵毿 氇氌 气気氣 氢氫 氩氬 氲氳 汇匯彙 汉漢 污汙汚 汤湯 汹洶 沄澐 沈瀋 沟溝 没沒 沣灃 沤漚 沥瀝
沦淪 沧滄 沩溈 沾霑 泄洩 泛氾汎 泞濘 注註 泪涙淚 泶澩 泷滝瀧 泸瀘 泺濼 泻瀉 泼溌潑 泽沢澤 泾涇 洁潔 洒灑 洼窪
浃浹 浅淺 浆漿 浇澆 浈湞 浊濁 测測 浍澮 济済濟 浏瀏 浑渾 浒滸 浓濃 浔潯 涂塗 涉渉 涌湧 涚涗 涛濤 涝澇 涞淶 涟漣
涠潿 涡渦 涣渙 涤滌 润潤 涧澗 涨漲 涩渋澀澁 淀澱 渊淵 渌淥 渍漬 渎瀆 渐漸 渑澠 渔漁 渗滲 温溫 渴渇 游遊 湾灣
湿溼濕 溃潰 溅濺 溆漵 溪渓 溯泝遡 滗潷 滚滾 滞滯 滟灩 滠灄 满満滿 滢瀅 滤沪滬濾 滥濫 滦灤 滨浜濱濵 滩灘 漓灕
潆瀠 潇瀟 潋瀲 潍濰 潜潛 潨潀 潴瀦 澜瀾 濑瀨瀬 濒瀕 灏灝 灭滅 灯燈 灵霊靈 灶竃竈 灾災 灿燦 炀煬 炉爐 炖燉 炜煒
炝熗 点點 炼煉錬鍊 炽熾 烁爍 烂爛 烃烴 烛燭 烟煙菸 烦煩 烧焼燒 烨燁 烩燴 烫燙 烬燼 热熱 焕煥 焖燜 焘燾 焰焔 煴熅
熏燻 爱愛 爷爺 牍牘 牦氂犛 牵牽 牺犠犧 犊犢 状狀 犷獷 犹猶 狈狽 狞獰 独獨 狭狹 狮獅 狯獪 狰猙 狱獄 狲猻 猃獫
猎猟獵 猕獼 猡玀 猪豬 猫貓 猬蝟 献獻 獭獺 玑璣 玛瑪 玩翫 玮瑋 环環 现現 玺璽 珐琺 珑瓏 珲琿 琏璉 琐瑣 琼瓊 瑶瑤
瑷璦 璇璿 璎瓔 瓒瓚 瓮甕 瓯甌 电電 画畫 畅暢 畴疇 疎疏 疖癤 疗療 疟瘧 疠癘 疡瘍 疬癧 疮瘡 疯瘋 疱皰 疴痾 症癥
痈癰 痉痙 痒癢 痨癆 痪瘓 痫癇 痴癡 痹痺 瘅癉 瘗瘞 瘘瘺瘻 瘦痩 瘪癟 瘫癱 瘾癮 瘿癭 癞癩 癣癬 癫癲 皂皁 皋皐 皑皚
皱皺 皲皸 盏盞 盐塩鹽 监監 盖蓋 盗盜 盘盤 真眞 眦眥 着著 睁睜 睐睞 睑瞼 睾睪 瞒瞞 瞩矚 矫矯 矶磯 矾礬 矿礦 砀碭
码碼 砖磚 砗硨 砚硯 砺礪 砻礱 砾礫 础礎 硕碩 硖硤 硗磽 确確 碍礙 碎砕 碛磧 碜磣 碱鹸鹼 礼禮 祢禰 祯禎 祷禱 祸禍
禀稟 禄祿 禅禪 离離 私俬 秃禿 秆稈 秋鞦 种種 秘祕 积積 称稱 秽穢 税稅 稣穌 稳穏穩 稻稲 穑穡 穗穂 穰穣 穷窮 窃竊
窍竅 窑窯 窜竄 窝窩 窥窺 窦竇 窭窶 竖竪豎 竞競 笃篤 笋筍 笔筆 笕筧 笺箋 笼籠 笾籩 筑築 筚篳 筛篩 筝箏 筹籌
签簽籤 简簡 箦簀 箧篋 箨籜 箩籮 箪簞 箫簫 篑簣 篓簍 篮籃 篱籬 簖籪 籁籟 籴糴 类類 籼秈 粜糶 粝糲 粤粵 粪糞 粮糧
粹粋 糁糝 糇餱 糊餬 糍餈 糖醣 系係繋繫 紧緊 累纍 絷縶 緖緒绪 纠糾 纡紆 红紅 纣紂 纤縴繊纖 纥紇 约約 级級 纨紈
纩纊 纪紀 纫紉 纬緯 纭紜 纯純 纰紕 纱紗 纲綱 纳納 纵縦縱 纶綸 纷紛 纸紙 纹紋 纺紡 纽紐 纾紓 线綫線 绀紺 绁紲
绂紱 练練 组組 绅紳 细細 织織 终終 绉縐 绊絆 绋紼 绌絀 绍紹 绎繹 经経經 绐紿 绑綁 绒絨 结結 绕繞 绗絎 绘絵繪
给給 绚絢 绛絳 络絡 绝絕絶 绞絞 统統 绠綆 绡綃 绢絹 绣綉繍繡 绥綏 绦絛 继継繼 绨綈 绩績 绫綾 续続續 绮綺 绯緋
绰綽 绱鞝 绲緄 绳縄繩 维維 绵綿 绶綬 绷繃 绸綢 绺綹 绻綣 综綜 绽綻 绾綰 绿綠緑 缀綴 缁緇 缂緙 缃緗 缄緘 缅緬
缆纜 缇緹 缈緲 缉緝 缊縕 缋繢 缌緦 缍綞 缎緞 缏緶 缑緱 缒縋 缓緩 缔締 缕縷 编編 缗緡 缘緣縁 缙縉 缚縛 缛縟 缜縝
缝縫 缟縞 缠纏 缡縭 缢縊 缣縑 缤繽 缥縹 缦縵 缧縲 缨纓 缩縮 缪繆 缫繅 缬纈 缭繚 缮繕 缯繒 缰韁 缱繾 缲繰 缳繯
缴繳 缵纘 缺欠 罂罌 罐缶 网網 罗羅 罚罰 罢罷 罴羆 羁羈 羟羥 羡羨 群羣 翘翹 耧耬 耸聳 耻恥 聂聶 聋聾 职職 聍聹
聩聵 聪聡聰 肃粛肅 肠腸 肤膚 肮骯 肴餚 肾腎 肿腫 胀脹 胁脅 胄冑 胆膽 胜勝 胡衚鬍 胧朧 胪臚 胫脛 胶膠 脉脈 脍膾
脏臓臟髒 脐臍 脑脳腦 脓膿 脔臠 脚腳 脱脫 脶腡 脸臉 腊臘 腌醃 腭顎颚齶 腻膩 腼靦 腽膃 腾騰 膑臏 膻羶 致緻 舆輿
舍捨舎 舣艤 舰艦 舱艙 舻艫 艰艱 艳艷豔 艺芸蕓藝 节節 芈羋 芗薌 芜蕪 芦蘆 苁蓯 苇葦 苈藶 苋莧 苌萇 苍蒼 苎苧薴
苏囌甦蘇 苔薹 苹蘋 范範 茎莖 茏蘢 茑蔦 茔塋 茕煢 茧繭 荆荊 荐薦 荔茘 荚莢 荛蕘 荜蓽 荞蕎 荟薈 荠薺 荡盪蕩 荣栄榮
荤葷 荥滎 荦犖 荧熒 荨蕁 荩藎 荪蓀 荫廕蔭 荭葒 药葯薬藥 莅蒞 莱萊 莲蓮 莳蒔 莴萵 莶薟 获獲穫 莸蕕 莹瑩 莺鶯 莼蓴
萝蘿 萤蛍螢 营営營 萦縈 萧蕭 萨薩 葱蔥 蒇蕆 蒉蕢 蒋蔣 蒌蔞 蒏醟 蒙懞濛矇 蓑簑 蓝藍 蓟薊 蓠蘺 蓣蕷 蓥鎣 蓦驀 蔂虆
蔑衊 蔷薔 蔹蘞 蔺藺 蔼藹 蕲蘄 蕴蘊 薮藪 薰薫 藏蔵 藓蘚 蘖櫱 虏虜 虑慮 虚虛 虫蟲 虬虯 虮蟣 虱蝨 虽雖 虾蝦 虿蠆
蚀蝕 蚁蟻 蚂螞 蚕蠶 蚝蠔 蚬蜆 蛊蠱 蛎蠣 蛏蟶 蛮蠻 蛰蟄 蛱蛺 蛲蟯 蛳螄 蛴蠐 蜕蛻 蜗蝸 蜡蝋蠟 蝇蠅 蝈蟈 蝉蟬 蝎蠍
蝼螻 蝾蠑 衅釁 衔銜 补補 表錶 衬襯 衮袞 袄襖 袅嫋裊 袜襪 袭襲 装裝 裆襠 裢褳 裣襝 裤褲 裥襉 褛褸 褴襤 见見
观観觀 规規 觅覓 视視 觇覘 览覧覽 觉覚覺 觊覬 觋覡 觌覿 觎覦 觏覯 觐覲 觑覷 觞觴 触觸 觯觶 誉譽 誊謄 计計 订訂
讣訃 认認 讥譏 讦訐 讧訌 讨討 让譲讓 讪訕 讫訖 训訓 议議 讯訊 记記 讲講 讳諱 讴謳 讵詎 讶訝 讷訥 许許 讹訛 论論
讼訟 讽諷 设設 访訪 诀訣 证証證 诂詁 诃訶 评評 诅詛 识識 诈詐 诉訴 诊診 诋詆 诌謅 词詞 诎詘 诏詔 译訳譯 诒詒
诓誆 诔誄 试試 诖詿 诗詩 诘詰 诙詼 诚誠 诛誅 诜詵 话話 诞誕 诟詬 诠詮 诡詭 询詢 诣詣 诤諍 该該 详詳 诧詫 诨諢
诩詡 诫誡 诬誣 语語 诮誚 误誤 诰誥 诱誘 诲誨 诳誑 说說説 诵誦 诶誒 请請 诸諸 诹諏 诺諾 读読讀 诼諑 诽誹 课課
诿諉 谀諛 谁誰 谂諗 调調 谄諂 谅諒 谆諄 谇誶 谈談 谊誼 谋謀 谌諶 谍諜 谎謊 谏諫 谐諧 谑謔 谒謁 谓謂 谔諤 谕諭
谖諼 谗讒 谙諳 谚諺 谛諦 谜謎 谝諞 谟謨 谠讜 谡謖 谢謝 谣謠謡 谤謗 谥諡謚 谦謙 谧謐 谨謹 谩謾 谪謫 谫譾 谬謬
谭譚 谮譖 谯譙 谰讕 谱譜 谲譎 谳讞 谴譴 谵譫 谶讖 谷穀 豫予 贝貝 贞貞 负負 贡貢 财財 责責 贤賢 败敗 账賬 货貨
质質 贩販 贪貪 贫貧 贬貶 购購 贮貯 贯貫 贰弐貳 贱賤 贲賁 贳貰 贴貼 贵貴 贶貺 贷貸 贸貿 费費 贺賀 贻貽 贼賊 贽贄
贾賈 贿賄 赀貲 赁賃 赂賂 赃贓 资資 赅賅 赆贐 赇賕 赈賑 赉賚 赊賒 赋賦 赌賭 赍齎 赎贖 赏賞 赐賜 赓賡 赔賠 赕賧
赖賴頼 赘贅 赙賻 赚賺 赛賽 赜賾 赝贋贗 赞讚賛贊 赠贈 赡贍 赢贏 赣贛 赵趙 赶趕 趋趨 趱趲 趸躉 跃躍 跄蹌 跖蹠 跞躒
践踐 跷蹺 跸蹕 跹躚 跻躋 踊踴 踌躊 踪蹤 踬躓 踯躑 蹑躡 蹒蹣 蹰躕 蹿躥 躏躪 躜躦 躯軀 车車 轧軋 轨軌 轩軒 轫軔
转転轉 轭軛 轮輪 软軟 轰轟 轲軻 轳轤 轴軸 轵軹 轶軼 轸軫 轹轢 轺軺 轻軽輕 轼軾 载載 轾輊 轿轎 辁輇 辂輅 较較
辄輒 辅輔 辆輌輛 辇輦 辈輩 辉輝 辊輥 辋輞 辍輟 辎輜 辏輳 辐輻 辑輯 辒轀 输輸 辔轡 辕轅 辖轄 辗輾 辘轆 辙轍 辚轔
辞辭 辟闢 辨弁瓣辩辯 辫辮 边辺邉邊 辽遼 达達 迁遷 过過 迈邁 运運 还還 这這 进進 远遠 违違 连联聯連 迟遅遲 迩邇
迳逕 迹跡蹟 适適 选選 逊遜 递逓遞 逦邐 逻邏 逾踰 遗遺 遥遙 邓鄧 邝鄺 邬鄔 邮郵 邹鄒 邺鄴 邻鄰 郁鬱 郏郟 郐鄶
郑鄭 郓鄆 郦酈 郧鄖 郸鄲 酝醞 酢醋 酦醗醱 酱醤醬 酸痠 酽釅 酾釃 酿醸釀 醉酔 采埰寀採 释釈釋 里裏裡 鉴鑑鑒 銮鑾
錾鏨 鑛鉱 钆釓 钇釔 针針鍼 钉釘 钊釗 钋釙 钌釕 钍釷 钏釧 钐釤 钒釩 钓釣 钔鍆 钕釹 钗釵 钙鈣 钛鈦 钝鈍 钞鈔
钟鍾鐘 钠鈉 钡鋇 钢鋼 钣鈑 钤鈐 钥鈅鑰 钦欽 钧鈞 钨鎢 钩鈎鉤 钪鈧 钫鈁 钬鈥 钭鈄 钮鈕 钯鈀 钰鈺 钱銭錢 钲鉦 钳鉗
钴鈷 钵缽鉢 钶鈳 钸鈽 钹鈸 钺鉞 钻鉆鑽 钼鉬 钽鉭 钾鉀 钿鈿 铀鈾 铁鉄鐵 铂鉑 铃鈴 铄鑠 铅鉛 铆鉚 铈鈰 铉鉉 铊鉈
铋鉍 铌鈮 铍鈹 铎鐸 铐銬 铑銠 铒鉺 铕銪 铖鋮 铗鋏 铙鐃 铛鐺 铜銅 铝鋁 铟銦 铠鎧 铡鍘 铢銖 铣銑 铤鋌 铥銩 铧鏵
铨銓 铩鎩 铪鉿 铫銚 铬鉻 铭銘 铮錚 铯銫 铰鉸 铱銥 铲剷鏟 铳銃 铴鐋 铵銨 银銀 铷銣 铸鋳鑄 铹鐒 铺舗鋪 铼錸 铽鋱
链鏈 铿鏗 销銷 锁鎖 锂鋰 锄鋤 锅鍋 锆鋯 锇鋨 锈銹鏽 锉銼 锊鋝 锋鋒 锌鋅 锐銳鋭 锑銻 锒鋃 锓鋟 锔鋦 锕錒 锖錆
锗鍺 错錯 锚錨 锛錛 锞錁 锟錕 锡錫 锢錮 锣鑼 锤錘鎚 锥錐 锦錦 锩錈 锬錟 锭錠 键鍵 锯鋸 锰錳 锱錙 锲鍥 锴鍇 锵鏘
锶鍶 锷鍔 锸鍤 锹鍬 锻鍛 锼鎪 锾鍰 镀鍍 镁鎂 镂鏤 镄鐨 镆鏌 镇鎭鎮 镉鎘 镊鑷 镌鐫 镍鎳 镎錼 镏鎦 镐鎬 镑鎊 镒鎰
镓鎵 镔鑌 镖鏢 镗鏜 镘鏝 镙鏍 镛鏞 镜鏡 镝鏑 镞鏃 镡鐔 镢钁 镣鐐 镤鏷 镦鐓 镧鑭 镨鐠 镪鏹 镫鐙 镬鑊 镭鐳 镯鐲
镰鎌鐮 镱鐿 镳鑣 镶鑲 长長 门門 闩閂 闪閃 闫閆 闭閉 问問 闯闖 闰閏 闱闈 闲閑閒 闳閎 间間 闵閔 闶閌 闷悶 闸閘
闹鬧 闺閨 闻聞 闼闥 闽閩 闾閭 阀閥 阁閣 阂閡 阃閫 阄鬮 阅閱閲 阆閬 阈閾 阉閹 阊閶 阋鬩 阌閿 阍閽 阎閻 阏閼 阐闡
阑闌 阒闃 阔闊 阕闋 阖闔 阗闐 阙闕 阚闞 队隊 阳陽 阴陰 阵陣 阶階 际際 陆陸 陇隴 陈陳 陉陘 陕陝 陧隉 陨隕 险険險
陷陥 随隨 隐隠隱 隶隸 隽雋 难難 雇僱 雏雛 雕彫琱鵰 雠讎 雳靂 雾霧 霁霽 霉黴 霭靄 霸覇 靓靚 静靜 面麪麵麺 靥靨
鞑韃 鞯韉 鞲韝 韦韋 韧韌 韩韓 韪韙 韫韞 韬韜 韵韻 页頁 顶頂 顷頃 顸頇 项項 顺順 须須鬚 顼頊 顽頑 顾顧 顿頓 颀頎
颁頒 颂頌 颃頏 预預 颅顱 领領 颇頗 颈頸 颉頡 颊頰 颌頜 颍潁 颏頦 颐頤 频頻 颓頹頽 颔頷 颖穎頴 颗顆 题題 颛顓
颜顏顔 额額 颞顳 颟顢 颠顛 颡顙 颢顥 颤顫 颦顰 颧顴 风風 飑颮 飒颯 飓颶 飕颼 飘飄 飙飆 飞飛 飨饗 餍饜 饥飢饑
饧餳 饨飩 饩餼 饪飪 饫飫 饬飭 饭飯 饮飲 饯餞 饰飾 饱飽 饲飼 饴飴 饵餌 饶饒 饷餉 饺餃 饼餅 饽餑 饿餓 馁餒 馄餛
馅餡 馆舘館 馈饋 馊餿 馋饞 馍饃 馏餾 馐饈 馑饉 馒饅 馔饌 马馬 驭馭 驮馱 驯馴 驰馳 驱駆驅 驳駁 驴驢 驵駔 驶駛
驷駟 驸駙 驹駒 驺騶 驻駐 驼駝 驽駑 驾駕 驿駅驛 骀駘 骁驍 骂罵 骄驕 骅驊 骆駱 骇駭 骈駢 骊驪 骋騁 验験驗 骏駿
骐騏 骑騎 骒騍 骓騅 骖驂 骗騙 骘騭 骚騒騷 骛騖 骜驁 骝騮 骞騫 骟騸 骠驃 骡騾 骢驄 骣驏 骤驟 骥驥 骧驤 髅髏 髋髖
髌髕 髓髄 高髙 鬓鬢 魇魘 魉魎 鱼魚 鱿魷 鲁魯 鲂魴 鲆鮃 鲈鱸 鲋鮒 鲍鮑 鲎鱟 鲐鮐 鲑鮭 鲒鮚 鲔鮪 鲕鮞 鲚鱭 鲛鮫
鲜鮮 鲞鯗 鲟鱘 鲠鯁 鲡鱺 鲢鰱 鲣鰹 鲤鯉 鲥鰣 鲦鰷 鲧鯀 鲨鯊 鲩鯇 鲫鯽 鲭鯖 鲮鯪 鲰鯫 鲱鯡 鲲鯤 鲳鯧 鲵鯢
鲶鮎鯰鲇 鲷鯛 鲸鯨 鲻鯔 鲽鰈 鳁鰛鰮 鳃鰓 鳄鰐鱷 鳅鰍 鳆鰒 鳇鰉 鳌鰲 鳍鰭 鳎鰨 鳏鰥 鳐鰩 鳓鰳 鳔鰾 鳕鱈 鳖鱉鼈
鳗鰻 鳜鱖 鳝鱔 鳞鱗 鳟鱒 鳢鱧 鸟鳥 鸠鳩 鸡雞鶏鷄 鸢鳶 鸣鳴 鸥鴎鷗 鸦鴉 鸨鴇 鸩鴆 鸪鴣 鸫鶇 鸬鸕 鸭鴨 鸯鴦 鸱鴟
鸲鴝 鸳鴛 鸵鴕 鸶鷥 鸷鷙 鸸鴯 鸹鴰 鸺鵂 鸽鴿 鸾鸞 鸿鴻 鹁鵓 鹂鸝 鹃鵑 鹄鵠 鹅鵝 鹆鵒 鹇鷳鷴 鹈鵜 鹉鵡 鹊鵲 鹌鵪
鹎鵯 鹏鵬 鹑鶉 鹕鶘 鹗鶚 鹘鶻 鹚鶿 鹜鶩 鹞鷂 鹣鶼 鹤鶴 鹦鸚 鹧鷓 鹨鷚 鹩鷯 鹪鷦 鹫鷲 鹬鷸 鹭鷺 鹰鷹 鹳鸛 鹾鹺
麦麥 麸麩 黄黃 黉黌 黑黒 默黙 黩黷 黪黲 黾黽 鼋黿 鼍鼉 鼹鼴 齐斉齊 齑齏 齿歯齒 龀齔 龃齟 龄齡齢 龅齙 龆齠 龇齜
龈齦 龉齬 龊齪 龋齲 龌齷 龙竜龍 龚龔 龛龕 龟亀龜 𫇭蒍
"""
"""Traditional, simplified, and old and new Japanese forms of one character side by side, the simplified one first."""

_FAMILIES = """
王 wang wong ong heng | 李 li lee lei | 张 zhang chang cheung teo | 刘 liu lau liew low |
陈 chen chan tan chin tran | 杨 yang yeung young yeo | 黄 huang wong hwang ng wee ooi | 赵 zhao chao chiu chew |
周 zhou chou chow chau jau | 吴 wu ng woo goh | 徐 xu hsu tsui chui shyu | 孙 sun suen soon | 马 ma mah beh |
朱 zhu chu choo | 胡 hu woo wu oh | 郭 guo kuo kwok quek koh | 何 he ho hor | 高 gao kao ko |
林 lin lam lim ling | 罗 luo lo law loh | 郑 zheng cheng cheang tay tee | 梁 liang leung leong neo |
谢 xie hsieh tse chia | 宋 song sung soong | 唐 tang tong | 许 xu hsu hui hee khoo koh | 韩 han hon |
冯 feng fung foong | 邓 deng teng tang | 曹 cao tsao cho chow | 彭 peng pang phang | 曾 zeng tseng tsang chan |
肖 xiao hsiao siu siew | 萧 xiao hsiao siu siew | 田 tian tien tin | 董 dong tung | 袁 yuan yuen |
潘 pan pun poon phua | 于 yu | 蒋 jiang chiang cheung tseung | 蔡 cai tsai choi choy chua | 余 yu yue yee |
杜 du tu to toh | 叶 ye yeh yip yap | 程 cheng ching | 苏 su so soh | 魏 wei ngai | 吕 lu lyu lui | 丁 ding ting |
任 ren jen yam yum | 沈 shen sham sim shum | 姚 yao yiu yeoh | 卢 lu lo loo | 姜 jiang chiang keung |
崔 cui tsui chui | 钟 zhong chung | 谭 tan tam | 陆 lu luk look | 汪 wang wong | 范 fan | 金 jin chin kam |
石 shi shih shek | 廖 liao liu liew | 贾 jia chia ka | 夏 xia hsia ha | 韦 wei wai | 付 fu | 傅 fu foo |
方 fang fong | 白 bai pai pak | 邹 zou tsou chow | 孟 meng mang | 熊 xiong hsiung hung | 秦 qin chin chun |
邱 qiu chiu yau khoo hiew | 丘 qiu chiu yau khoo hiew | 江 jiang chiang kong | 尹 yin wan | 薛 xue hsueh sit |
阎 yan yen yim | 段 duan tuan | 雷 lei lui | 侯 hou hau | 龙 long lung | 史 shi shih sze | 陶 tao to | 黎 li lai |
贺 he ho | 顾 gu ku koo | 毛 mao mo | 郝 hao hau | 龚 gong kung | 邵 shao shiu | 万 wan man | 钱 qian chien chin |
严 yan yen yim | 武 wu mo | 戴 dai tai | 莫 mo mok | 孔 kong kung hung | 向 xiang hsiang heung | 汤 tang tong |
温 wen wan | 康 kang hong | 施 shi shih sze sy | 文 wen man | 牛 niu ngau | 樊 fan | 葛 ge ko kot | 安 an on |
齐 qi chi chai | 易 yi yik | 乔 qiao chiao kiu | 伍 wu ng | 庞 pang | 颜 yan yen ngan | 倪 ni ngai |
庄 zhuang chuang chong chng | 聂 nie nieh | 章 zhang chang cheung | 鲁 lu | 翟 zhai chai | 殷 yin yan |
詹 zhan chan jim | 申 shen shin | 欧 ou au | 耿 geng keng | 关 guan kuan kwan | 焦 jiao | 俞 yu | 左 zuo tso |
柳 liu lau | 甘 gan kan kam | 祝 zhu chu | 包 bao pao pau | 宁 ning | 尚 shang | 符 fu foo | 舒 shu |
阮 ruan juan yuen nguyen | 柯 ke ko kor quah | 纪 ji chi kei | 梅 mei mui | 童 tong tung | 凌 ling | 毕 bi but |
单 shan sin | 裴 pei pui | 霍 huo fok | 成 cheng shing | 苗 miao miu | 谷 gu ku kuk | 曲 qu chu | 盛 sheng shing |
冉 ran | 蓝 lan lam | 路 lu | 游 you yu yau | 辛 xin hsin sun | 管 guan kuan koon | 柴 chai | 蒙 meng mung |
鲍 bao pao | 华 hua wah | 祁 qi chi | 房 fang fong | 屈 qu wat | 饶 rao jao | 艾 ai | 尤 you yu yau | 穆 mu muk |
卓 zhuo cho cheuk toh | 古 gu ku koo | 吉 ji chi | 简 jian chien kan | 车 che | 项 xiang hsiang hong |
连 lian lien lin | 麦 mai mak | 娄 lou | 窦 dou tou | 戚 qi chi | 岑 cen shum sum | 景 jing ching | 宫 gong kung |
费 fei | 卫 wei wai | 柏 bai pak | 全 quan chuan | 应 ying | 边 bian bien | 巫 wu mo | 桑 sang |
洪 hong hung ang | 赖 lai | 翁 weng yung ong | 常 chang sheung | 涂 tu to | 容 rong jung yung | 区 ou au |
郁 yu yuk | 季 ji chi kwai | 邢 xing hsing ying | 兰 lan | 覃 qin chin tan tam | 骆 luo lo lok | 喻 yu |
滕 teng tang | 阳 yang yeung | 时 shi shih | 缪 miao | 褚 chu | 党 dang tong | 冷 leng | 席 xi hsi | 米 mi |
宗 zong tsung chung | 瞿 qu chu | 桂 gui kuei kwai | 佟 tong tung | 闵 min man | 邬 wu | 卞 bian pien | 栾 luan |
商 shang | 荣 rong jung wing | 寇 kou | 仲 zhong chung | 岳 yue yueh ngok | 湛 zhan cham | 利 li lee |
谌 chen shen | 靳 jin chin kan | 蒲 pu po | 解 xie hsieh | 芦 lu | 牟 mou mu | 卜 bu pu | 晏 yan | 臧 zang tsang |
苟 gou kou | 隋 sui | 沙 sha | 丛 cong tsung | 巩 gong kung | 尧 yao yiu | 甄 zhen chen yan | 虞 yu | 敖 ao ngo |
佘 she | 查 zha cha | 邝 kuang kwong | 欧阳 ouyang auyeung | 司徒 situ szeto | 上官 shangguan sheungkwun |
诸葛 zhuge chukot
"""
"""The commonest Chinese family names: Pinyin, Wade-Giles and the habits of Taiwan, Hong Kong and Singapore."""

ONE_FORM: dict[int, int] = {ord(form): ord(forms[0]) for forms in _FORMS.split() for form in forms[1:]}
"""For ``str.translate``: every form of a character becomes one. 氣 and 気 become 气."""

_LATIN_OF = {name: frozenset(latin) for name, *latin in map(str.split, _FAMILIES.split("|"))}
_HAN_NAME = re.compile("[\u4e00-\u9fff]{2,4}")


def family_names(name: str) -> frozenset[str]:
    """How the family name of a Chinese name may be written in Latin letters; none when ``name`` is no such name.

    >>> sorted(family_names("張三"))
    ['chang', 'cheung', 'teo', 'zhang']
    """
    plain = name.replace(" ", "").translate(ONE_FORM)
    if not _HAN_NAME.fullmatch(plain):
        return frozenset()
    return _LATIN_OF.get(plain[:2]) or _LATIN_OF.get(plain[0]) or frozenset()
