// What the thousand passwords that are tried first are made of, longest first. Digits alone need no entry.

const WORDS = `
correcthorsebatterystaple administrator abcdefghijkl playstation basketball manchester mobilemail
monitoring passphrase qwertyuiop volleyball alexander anthropic asdfghjkl barcelona butterfly chocolate
christian elizabeth football1 liverpool microsoft minecraft september spiderman stephanie temporary
wednesday whatever1 1234qwer 1qaz2wsx abcdefgh baseball benjamin blink182 changeme computer corvette
december facebook february football fortnite headgate iloveyou internet jennifer jordan23 juventus
kimberly linkedin maverick mercedes michelle nicholas nintendo november password passwort princess
q1w2e3r4 samantha saturday security starwars steelers sunshine superman thursday trustno1 victoria
whatever android anthony arsenal battery bedrock blessed bulldog charlie chelsea chester chicken company
correct cowboys default diamond dolphin ferrari forever freedom friends gateway heather jackson january
jasmine jessica klaster letmein manager matthew melissa michael monitor monster montana mustang october
panther patrick phoenix pokemon porsche private richard samsung scooter service support testing thunder
tiffany tuesday twitter welcome william windows yankees zxcvbnm aaaaaa abc123 abcdef access amanda andrea
andrew angel1 asdasd asdfgh ashley august austin autumn azerty bailey banana batman bigdog biteme booboo
boomer boston brandy braves buster camaro cheese christ claude coffee compaq cookie cowboy dakota dallas
daniel diablo dragon eagles falcon family flower friday friend george ginger github golfer google guitar
hammer hannah harley heaven hockey hunter iceman iloveu iphone jordan joseph joshua junior justin kitten
lakers london lovely loveme maggie marina martin master matrix merlin mickey miller mnbvcx monday monkey
morgan moscow mother naruto nascar nicole office orange passwd peanut pepper public purple qazwsx qweasd
qwerty qwertz rachel ranger robert scooby secret secure server shadow silver smokey snoopy soccer sparky
spider spring staple summer sunday system taylor tennis thomas tigers tigger winter yamaha yellow zxcvbn
admin angel apple april david eagle guest hello honey horse james jesus kitty letme lkjhg login march
maria money owner passw poiuy puppy sarah sweet tiger abcd anna asdf baby bear john july june lion love
mary moon qwer root sexy temp test user wolf xbox zxcv abc cat dog xyz
`

export const COMMON_PARTS: readonly string[] = WORDS.trim().split(/\s+/)
