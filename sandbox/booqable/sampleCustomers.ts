import type { Values } from './models/records';

/** Attributes of a customer as `POST /customers` takes them. */
export interface SampleCustomer extends Values {
	name: string;
	legal_type: 'person' | 'commercial';
	tag_list: string[];
	properties_attributes: Values[];
}

interface Details {
	email?: string;
	phone?: string;
	tags?: string[];
	birthday?: string;
	address?: Values;
}

interface Business extends Details {
	industry: string;
	size: '1-10' | '11-50' | '51-200' | '201-1000' | '1000+';
	revenue: string;
	website: string;
}

function properties(values: Readonly<Record<string, string | undefined>>, address?: Values): Values[] {
	const given = Object.entries(values)
		.filter(([, value]) => value !== undefined)
		.map(([identifier, value]): Values => ({ identifier, value: value ?? null }));
	return address ? [...given, { identifier: 'main_address', property_type: 'address', ...address }] : given;
}

function person(name: string, { email, phone, tags = [], birthday, address }: Details): SampleCustomer {
	return {
		name,
		...(email ? { email } : {}),
		legal_type: 'person',
		tag_list: tags,
		properties_attributes: properties({ phone, birthday }, address),
	};
}

function company(
	name: string,
	{ email, phone, tags = [], address, industry, size, revenue, website }: Business,
): SampleCustomer {
	const business = { phone, industry, company_size: size, annual_revenue: revenue, website };
	return {
		name,
		...(email ? { email } : {}),
		legal_type: 'commercial',
		tag_list: tags,
		properties_attributes: properties(business, address),
	};
}

const AUSTIN = {
	address1: '410 Cedar Row',
	city: 'Austin',
	region: 'Texas',
	zipcode: '73301',
	country: 'United States',
};
const LONDON = {
	address1: '12 Sample Mews',
	address2: 'Flat 3',
	city: 'London',
	zipcode: 'N1 0XX',
	country: 'United Kingdom',
};
const BERLIN = { address1: 'Musterallee 7', city: 'Berlin', zipcode: '10115', country: 'Germany' };

/**
 * Twenty-five customers as a rental company has them: people and companies, names of many scripts, telephone numbers as
 * people write them (all from ranges kept free for fiction). Amara Castillo is in it twice, as an online store makes
 * it: same email, same telephone number, other spelling. So they are twenty-four contacts.
 */
export const sampleCustomers: readonly SampleCustomer[] = [
	person('Amara Castillo', {
		email: 'amara.castillo@example.com',
		phone: '+1 (512) 555-0101',
		tags: ['newsletter', 'bikes'],
		birthday: '14-03-1988',
		address: AUSTIN,
	}),
	person('José Ñúñez', { email: 'jose.nunez@example.com', phone: '512-555-0102', tags: ['weekend'] }),
	person('Zoë O’Connor', {
		email: 'zoe.oconnor@example.com',
		phone: '(512) 555 0103',
		tags: ['VIP'],
		birthday: '02-11-1979',
	}),
	person('Łukasz Wiśniewski', { email: 'lukasz.wisniewski@example.com', phone: '512.555.0104' }),
	person('山田 太郎', { email: 'taro.yamada@example.com', phone: '+15125550105', tags: ['festival'] }),
	person('Nguyễn Thị Hương', { email: 'huong.nguyen@example.com', phone: '1 512 555 0106' }),
	person('Oğuz Şahin', { email: 'oguz.sahin@example.com', phone: '5125550107', tags: ['bikes'] }),
	person('Håkon Ødegård', { email: 'hakon.odegard@example.com', phone: '＋1 ５１２ ５５５ ０１０８' }),
	person('Αλέξανδρος Παπαδόπουλος', { email: 'alexandros.p@example.com', phone: '+44 20 7946 0109' }),
	person('Мария Иванова', { email: 'maria.ivanova@example.com', phone: '+44 (0)20 7946 0110', tags: ['newsletter'] }),
	person('François-Xavier Lefèvre', { email: 'fx.lefevre@example.com', phone: '011 44 20 7946 0111', address: LONDON }),
	person('مريم حداد', { email: 'mariam.haddad@example.com', phone: '+442079460112' }),
	// A single name, as some people have one.
	person('Anjali', { email: 'anjali@example.com', phone: '+1-512-555-0113', tags: ['festival', 'vip'] }),
	// Came by, paid in cash, left no email.
	person('Grace van der Berg', { phone: '(512) 555-0114', tags: ['walk-in'] }),
	// Booked online and left no telephone number.
	person('Priya Raghunathan', { email: 'priya.raghunathan@example.com', tags: ['newsletter'] }),
	// The online store made a second customer of someone who was one already.
	person('Amara CASTILLO', { email: 'Amara.Castillo@Example.com', phone: '512 555 0101', tags: ['online store'] }),
	person('Mary-Jane Watson-Smith III', {
		email: 'mj.watson+rentals@example.com',
		phone: '+1 512 555 0117',
		birthday: '29-02-1992',
	}),
	company('Brightside Events LLC', {
		email: 'hello@brightside.example.com',
		phone: '+1 512 555 0118',
		tags: ['VIP', 'events'],
		address: AUSTIN,
		industry: 'Event management',
		size: '11-50',
		revenue: '2500000',
		website: 'https://brightside.example.com',
	}),
	company('Käse & Söhne GmbH', {
		email: 'kontakt@kaese-soehne.example.com',
		phone: '(512) 555-0119',
		address: BERLIN,
		industry: 'Food and beverage',
		size: '1-10',
		revenue: '480000',
		website: 'https://kaese-soehne.example.com',
	}),
	company('Northwind Film Productions', {
		email: 'bookings@northwind-film.example.com',
		phone: '+44 20 7946 0120',
		tags: ['film'],
		address: LONDON,
		industry: 'Film and television',
		size: '51-200',
		revenue: '12000000',
		website: 'https://northwind-film.example.com',
	}),
	company('Lakeview Elementary School', {
		email: 'office@lakeview-school.example.com',
		phone: '1-512-555-0121',
		tags: ['education'],
		industry: 'Education',
		size: '51-200',
		revenue: '0',
		website: 'https://lakeview-school.example.com',
	}),
	company('Compagnie des Fêtes Élégantes', {
		email: 'contact@fetes.example.com',
		phone: 'tel: +44-20-7946-0122',
		tags: ['events'],
		industry: 'Event management',
		size: '1-10',
		revenue: '310000',
		website: 'https://fetes.example.com',
	}),
	company('株式会社サンプル', {
		email: 'info@sample-kk.example.com',
		phone: '+1 512.555.0123',
		industry: 'Consumer electronics',
		size: '1000+',
		revenue: '950000000',
		website: 'https://sample-kk.example.com',
	}),
	company('Hill Country Weddings, Inc.', {
		email: 'team@hcweddings.example.com',
		phone: '+1 (512) 555-0124 ext. 7',
		tags: ['events', 'weddings'],
		address: AUSTIN,
		industry: 'Weddings',
		size: '1-10',
		revenue: '750000',
		website: 'hcweddings.example.com',
	}),
	company('Acme "Tents & More" Ltd', {
		email: 'sales@acme-tents.example.com',
		phone: ' +44.20.7946.0125 ',
		tags: ['wholesale'],
		address: LONDON,
		industry: 'Equipment rental',
		size: '201-1000',
		revenue: '38000000',
		website: 'https://acme-tents.example.com/about',
	}),
];

/** Not one of the twenty-five: someone wrote a sentence where a telephone number belongs. */
export const customerWithoutRealPhone: SampleCustomer = person('Dana Whitfield', {
	email: 'dana.whitfield@example.com',
	phone: 'ask at the reception',
});
