import json
def edit(name, pairs):
    p=f'notebooks/{name}.ipynb'
    nb=json.load(open(p))
    for cid,a,b in pairs:
        c=next(c for c in nb['cells'] if c['id']==cid)
        t=''.join(c['source'])
        assert t.count(a)==1,(name,cid,a,t.count(a))
        c['source']=t.replace(a,b).splitlines(keepends=True)
    open(p,'w').write(json.dumps(nb,ensure_ascii=False,indent=1)+"\n")
edit('02-the-data',[
 ('cell-14','show(plotDensity1d({ real: first','const grey = all.samples.filter((ink) => Math.abs(ink) < 0.9).length / all.samples.length;\nconsole.log(`${(100 * grey).toFixed(0)} % of all pixels lie between -0.9 and 0.9`);\nshow(plotDensity1d({ real: first'),
 ('cell-15','The two sets of digits have the same histogram.','Little: only the borders of strokes. The two sets of digits have the same histogram.'),
])
edit('04-one-step-at-a-time',[
 ('cell-18','steps: fast ? 400 : 4000','steps: fast ? 400 : 8000'),
 ('cell-17','for a long time they jump from mode to mode as one crowd, then they let go of each other.','for a long time, some 6,000 steps, they run from mode to mode as one crowd, then they let go of each other.'),
 ('cell-19','First the scores swing: G runs to a mode, D learns that it is overcrowded, G runs on. Then, when G reaches all modes at once, the swinging ends and D\'s scores stay near one half.','First the scores swing, and the more the longer: G runs to a mode, D learns that it is overcrowded, G runs on. Then, when G reaches all modes at once, the swinging ends.'),
 ('cell-20','plotScores(run.history)','plotScores(run.history, { loss: game.loss })'),
])
edit('05-train-on-mnist',[
 ('cell-17','when both improve, both curves stay level.','when both improve alike, both curves stay level. Here they part: D improves faster.'),
 ('cell-20','plotScores(run.history)','plotScores(run.history, { loss: run.game.loss })'),
 ('mnist-90','(*paired relativistic + R1 + R2*; notebook 8 says why).','(*paired relativistic + R1 + R2*; notebook 8 says why), and Adam takes larger steps and forgets faster (1e-3, as in R3GAN).'),
 ('mnist-92','What collapsed above was not the networks but the game.','What collapsed above was not the networks but the game, and it takes both halves of the new one: the new loss with the old Adam found two digits in the same ten epochs, the old loss with the new Adam one.'),
])
edit('06-what-it-learned',[
 ('cell-17','Similar, but not the same: the slant, the thickness and the ends of the strokes differ.','No copies: and often the nearest is another digit altogether, because pixel by pixel a stroke that has moved a little is far from itself.'),
])
