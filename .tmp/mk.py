import json,re,subprocess
out=subprocess.run(["python3",".tmp/long.py","titles"],capture_output=True,text=True).stdout
full=[]
for l in out.splitlines():
    m=re.search(r'test\((["`])(.*)\1, (?:async )?\(',l)
    if m: full.append(m.group(2))
new={
"100 interrupts at":"100 interrupts at random moments of training leave kernel and game usable",
"a kernel that takes the place of":"a kernel in the place of another stops at breakpoints set anew",
"counted from the middle of real":"counted from the middle of all samples a map does not see D's bias",
"batch normalisation along another":"batch normalisation along another axis than the last is named at once",
"${backend}: ${name}: the slope":"${backend}: ${name}: squared slopes have the slope of finite differences",
"ganbook train onto a full disk":"ganbook train onto a full disk ends with 3 and says what was lost",
"a picture that cannot be written":"a picture that cannot be written keeps nothing else from the disk",
"nothing is deleted while":"nothing is deleted unless the newest checkpoint that stays can be read",
"a run of versions 1 and 2 that":"a run of versions 1 and 2 on MNIST in the order before goes on by itself",
"without a front end that shows":"without a front end for panels the picture is redrawn in place",
"a classifier that learns from labels in":"a classifier that learns from labels in disorder falls behind",
"a packaged":"",
"behind Jupyter Kernel Gateway":"behind Jupyter Kernel Gateway cells run, and errors are structured",
"heartbeat, completion":"heartbeat, completion and control are answered while a cell runs",
"JupyterLab, which asks":"JupyterLab asking for variables at each message of a cell comes to an end",
"where D is sure of a fake":"where D is sure of a fake, the minimax gradient vanishes",
"what is no loss, penalty":"what is no loss, penalty, weight, player or callback is said in our words",
"a discriminator step reports":"a discriminator step reports what finite differences give, and moves by Adam",
"an epsilon that float32":"an epsilon that float32 has not, odd positions and small classes are said",
"${name}: losses, scores, norms":"${name}: all numbers of ${steps} steps are the reference's",
"a module that never answers":"a module that never answers, fails or throws ends with 1 and a message",
"a table that is drawn is written":"a table that is drawn is written as it was read: prices, dates, gaps",
"ids are left out and named":"ids are left out and named, late columns and __proto__ are kept",
"a held-out file is read":"a held-out file is read with the kinds and words of the table's own schema",
"a package that changes after":"a package that changed after it was loaded, or fails again, is said",
"names can be declared anew":"names can be declared anew with another type; local files can be imported",
"where best.json cannot be read":"where best.json cannot be read, no checkpoint is deleted",
"what cannot be kept as JSON":"what cannot be kept as JSON is no note; comparing goes on",
"a measure that gives no number":"a measure that gives no number, or throws, is said",
"a loss that is known by one of our":"another loss under one of our names has to be given again",
"a fork with another loss":"a fork with another loss shares nothing with its parent",
"the interval is Student's":"the interval is Student's, as scipy has it for 1, 2, 4, 4, 9",
"stop ends a loop without await":"stop ends loops, waits and loops of microtasks within a second",
"fewer vectors than features":"fewer vectors than features, or constant ones, have their right distances",
"the border of chance":"the border of chance is Pólya's: of equally many, one in two comes first",
"in its features, real digits":"in its features real digits are near real digits, noise and blur are far",
"Fréchet distance, KID, precision":"all measures are those of scipy, scikit-learn and prdc",
"a run of a table from before":"a run of a table from before modes held every number goes on",
"tables: two real ones":"tables: two real ones are near, shuffled columns break pairs only",
"${preset}, ${loss}: 50 compiled":"${preset}, ${loss}: 50 compiled steps equal 50 steps op by op",
"${penalty.name}: its value":"${penalty.name}: its value and its gradient by D's weights are the formula's",
"rows are drawn with the shares":"rows are drawn with the shares of their logits, the same for one seed",
"every format gives the same":"every format gives the same pixels: JPEG, PNG, WebP, GIF, TIFF, SVG",
"an Inception network":"an Inception network of one's own is loaded, and sees grey digits in colour",
"the packed library holds":"the packed library holds what a script needs, which trains elsewhere",
"a page that is loaded anew in":"a page that is loaded anew in a pause has the last picture at once",
"what a column follows from":"what a column follows from is found: products, up to a small rest",
"callbacks, signals and judges":"callbacks, signals and judges that are none are refused",
"what is missing stays missing":"what is missing stays missing: nothing, blanks, NaN and given words",
"tensors come back bit for bit":"tensors come back bit for bit, from the bytes of safetensors' documents",
"an alternative may be empty":"an alternative may be empty: drawn sentences are valid when they come back",
"work that takes long":"work that takes long is told of: a bar in a terminal, lines in a log",
"a snapshot":"",
}
res={}
for k,v in new.items():
    if not v: continue
    hit=[t for t in full if t.startswith(k)]
    if len(hit)!=1: print("??",k,len(hit)); continue
    res[hit[0]]=v
json.dump(res,open('.tmp/manual.json','w'))
